import type { Options } from "./options.ts";

type Reader<Value> = (text: string) => Value;

const asText: Reader<string> = (text) => text;
const asNumber: Reader<number> = Number;
const asList: Reader<string[]> = (text) => text.split(/[\s,]+/);
const asFlag: Reader<boolean> = (text) => text !== "false";

/** Every option that an attribute can hold. A flag may stand without a value. */
const readers: { [Name in keyof Options]?: Reader<unknown> } = {
  endpoint: asText,
  release: asText,
  environment: asText,
  service: asText,
  batchSize: asNumber,
  flushInterval: asNumber,
  compression: asText,
  persistence: asText,
  sampleRate: asNumber,
  errorSampleRate: asNumber,
  consent: asText,
  respectGpc: asFlag,
  traceOrigins: asList,
  trackQueryParams: asList,
  debug: asFlag,
};

/**
 * Options from the attributes of the script's own element: `data-key` is the public key, every other bears its option's name, such as
 * `data-track-query-params="page, sort"`. The endpoint is where ingest served the script from, under a path of
 * the site or not, unless one says otherwise. Without a key there are none.
 */
export function readOptions(script: HTMLScriptElement | null): Options | undefined {
  const { key: apiKey, ...told } = script?.dataset ?? {};
  if (!script || !apiKey) return undefined;
  const options: Options & Record<string, unknown> = { apiKey, endpoint: new URL("..", script.src).href };
  for (const [name, read] of Object.entries(readers)) {
    const text = told[name];
    // An empty number or name is one that was left out.
    if (text || (text === "" && read === asFlag)) options[name] = read(text);
  }
  return options;
}
