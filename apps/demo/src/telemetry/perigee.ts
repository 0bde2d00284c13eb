import { type Client, init, type Props } from "@perigee/browser";
import type { ShopConfig } from "../shop.config.ts";
import { rememberSent } from "./sent-events.ts";

let client: Client | undefined;

/**
 * Starts the SDK, once a page load and only in the browser. Without a public key nothing starts and every call
 * below does nothing. It is called while the first component renders, so that effects of the pages find it ready.
 */
export function startPerigee(config: ShopConfig): void {
  if (client || typeof window === "undefined" || !config.publicKey) return;
  client = init({
    apiKey: config.publicKey,
    endpoint: config.ingestUrl,
    release: config.release,
    environment: "demo",
    service: "shop-web",
    persistence: "session",
    routePattern: (url) => routePattern(url.pathname),
    beforeSend: rememberSent,
  });
}

/** `/product/lark-60` → `/product/[id]`: one row in the dashboard for all products. */
const routePattern = (path: string): string => path.replace(/^\/product\/[^/]+$/, "/product/[id]");

/** `value` is a number to sum: dollars here. */
export const track = (name: string, props?: Props, value?: number): void => client?.track(name, props, value);

export const reportError = (error: unknown): void => client?.error(error);

export const sessionId = (): string | undefined => client?.sessionId;
