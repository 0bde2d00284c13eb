import { readFile } from "node:fs/promises";
import { textOf } from "../troubles.ts";
import { type Exposition, parseExposition } from "./exposition.ts";

const limits = {
  /** Decompressed. */
  bodyBytes: 16 * 1024 * 1024,
  samples: 100_000,
} as const;

/** Prometheus 3 asks likewise; names that only quotes could hold come with underscores. */
const accept = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

/** A header's value, or the file that holds it: then no secret stands in the config, and a new one is taken without a restart. */
export type HeaderValue = string | { file: string };

export type Endpoint = { url: string; headers: Record<string, HeaderValue>; timeoutMs: number };

/** Why a scrape brought nothing. `detail` never holds what the endpoint sent. */
export type ScrapeFault = {
  reason:
    | "headers"
    | "unreachable"
    | "timeout"
    | "status"
    | "too-large"
    | "too-many-samples"
    | "cut-off"
    | "no-metrics";
  detail: string;
};

export type ScrapeAnswer =
  | { ok: true; exposition: Exposition; isOpenMetrics: boolean }
  | { ok: false; fault: ScrapeFault };

/** Asks an endpoint once. Like Prometheus it takes all or nothing: half a histogram would be a wrong one. */
export async function scrape(endpoint: Endpoint, signal: AbortSignal): Promise<ScrapeAnswer> {
  const headers = await readHeaders(endpoint.headers).catch((cause: unknown) => textOf(cause));
  if (typeof headers === "string") return failed("headers", headers);
  const timeUp = AbortSignal.timeout(endpoint.timeoutMs);
  try {
    const response = await fetch(endpoint.url, {
      headers: { accept, ...headers },
      // The headers are meant for this endpoint, not for where it may point.
      redirect: "manual",
      signal: AbortSignal.any([signal, timeUp]),
    });
    const text = response.ok ? await textWithin(response, limits.bodyBytes) : undefined;
    if (!response.ok) {
      await response.body?.cancel();
      return failed("status", `status ${response.status}`);
    }
    if (text === undefined) return failed("too-large", `more than ${limits.bodyBytes} bytes`);
    return judged(text, response.headers.get("content-type") ?? "");
  } catch (cause) {
    return timeUp.aborted
      ? failed("timeout", `no answer in ${endpoint.timeoutMs} ms`)
      : failed("unreachable", whyOf(cause));
  }
}

function judged(text: string, contentType: string): ScrapeAnswer {
  const isOpenMetrics = contentType.startsWith("application/openmetrics-text");
  const exposition = parseExposition(text, limits.samples);
  if (exposition.samples > limits.samples) return failed("too-many-samples", `more than ${limits.samples}`);
  if (isOpenMetrics && !exposition.isEnded) return failed("cut-off", "the text has no # EOF");
  if (exposition.samples === 0 && exposition.faultyLines > 0) return failed("no-metrics", "no line could be read");
  return { ok: true, exposition, isOpenMetrics };
}

const failed = (reason: ScrapeFault["reason"], detail: string): ScrapeAnswer => ({
  ok: false,
  fault: { reason, detail },
});

/** What fetch throws says only that it failed; why stands in its cause. */
const whyOf = (cause: unknown): string =>
  cause instanceof Error && cause.cause !== undefined ? textOf(cause.cause) : textOf(cause);

async function readHeaders(headers: Endpoint["headers"]): Promise<Record<string, string>> {
  const values = Object.entries(headers).map(async ([name, value]) => [
    name,
    typeof value === "string" ? value : (await readFile(value.file, "utf8")).trim(),
  ]);
  return Object.fromEntries(await Promise.all(values));
}

/** Undefined where it is longer. */
async function textWithin(response: Response, mostBytes: number): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let [text, bytes] = ["", 0];
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the rest of the body.
    if (bytes > mostBytes) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
