import manifest from "../package.json" with { type: "json" };

/** What the browser needs to know about Perigee; every address without a slash at its end. */
export type ShopConfig = {
  /** Empty when the server was started without one: the shop then sells, but sends nothing. */
  publicKey: string;
  ingestUrl: string;
  dashboardUrl: string;
  /** Slug of the project in the dashboard. */
  project: string;
  release: string;
};

/** Reads the environment. Call it while answering a request: at build time the values are not there yet. */
export function readShopConfig(env: Readonly<Record<string, string | undefined>> = process.env): ShopConfig {
  return {
    publicKey: env["PERIGEE_PUBLIC_KEY"] ?? "",
    ingestUrl: address(env["PERIGEE_INGEST_URL"], "http://127.0.0.1:8787"),
    dashboardUrl: address(env["PERIGEE_DASHBOARD_URL"], "http://127.0.0.1:3001"),
    project: env["PERIGEE_PROJECT"] || "demo",
    release: manifest.version,
  };
}

/** Where the shop's back end is, if there is one. Not for the browser, which asks the shop. */
export const readShopApiUrl = (env: Readonly<Record<string, string | undefined>> = process.env): string | undefined =>
  env["SHOP_API_URL"] ? address(env["SHOP_API_URL"], "") : undefined;

/** A value that is no http(s) address is a mistake of whoever starts the server, so it throws with the value named. */
function address(value: string | undefined, fallback: string): string {
  const text = value || fallback;
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? "")) throw new Error(`Not an http or https address: ${text}`);
  return text.replace(/\/+$/, "");
}
