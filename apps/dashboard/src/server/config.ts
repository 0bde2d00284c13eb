import { z } from "zod";

const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""));

const Environment = z.object({
  PERIGEE_API_URL: address.default("http://127.0.0.1:8788"),
  PERIGEE_INGEST_URL: address.default("http://127.0.0.1:8787"),
});

export type Config = {
  /** Address of the API Worker without a final slash; only this server calls it. */
  apiUrl: string;
  /** Address of the ingest Worker without a final slash, as visitors' browsers reach it: it stands in the snippets. */
  ingestUrl: string;
};

/** Reads the settings. Throws one error that names every fault. */
export function parseConfig(environment: Record<string, string | undefined>): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) throw new Error(`The dashboard's settings are not valid.\n${z.prettifyError(parsed.error)}`);
  return { apiUrl: parsed.data.PERIGEE_API_URL, ingestUrl: parsed.data.PERIGEE_INGEST_URL };
}

// biome-ignore lint/style/noProcessEnv: the one place where this app reads its environment, when the server starts.
export const config = parseConfig(process.env);
