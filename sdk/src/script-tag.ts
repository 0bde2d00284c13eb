import type { Client } from "./client.ts";
import { init } from "./init.ts";
import type { Options } from "./options.ts";
import { safely } from "./safely.ts";

/**
 * The script-tag build: starts with the options on its own element, and does the calls that the page made before it was there.
 * `data-key` is the public key; the other options are attributes of their own names, such as `data-track-query-params="page,sort"`.
 */
type Call = ["track" | "page" | "error", ...unknown[]];
type Global = Partial<Client> & { q?: Call[]; init?: (options: Options) => Client };

const page = window as Window & { perigee?: Global };

function start(script: HTMLScriptElement | null): void {
  const early = page.perigee?.q ?? [];
  const expose = (client: Client) => {
    // Delegates, since the client's session id is a getter that a copy would freeze.
    page.perigee = Object.assign(Object.create(client), { init });
    for (const [method, ...args] of early) safely(() => (client[method] as (...args: unknown[]) => void)(...args));
  };
  const { key, ...data } = script?.dataset ?? {};
  const begin = (options: Options) => {
    const client = init(options);
    expose(client);
    return client;
  };
  page.perigee = { q: early, init: begin };
  if (script && key) begin(readOptions(key, script, data));
}

function readOptions(apiKey: string, script: HTMLScriptElement, data: DOMStringMap): Options {
  const number = (text: string | undefined) => (text ? Number(text) : undefined);
  return {
    apiKey,
    endpoint: data["endpoint"] ?? new URL(script.src, location.href).origin,
    release: data["release"],
    environment: data["environment"],
    service: data["service"],
    batchSize: number(data["batchSize"]),
    flushInterval: number(data["flushInterval"]),
    compression: data["compression"] as Options["compression"],
    persistence: data["persistence"] as Options["persistence"],
    trackQueryParams: data["trackQueryParams"]?.split(/[\s,]+/),
    debug: data["debug"] !== undefined,
  };
}

safely(() => start(document.currentScript as HTMLScriptElement | null));
