import type { Options, Props } from "@perigee/browser";
import { runningClient } from "@perigee/browser/react";
import type { ShopConfig } from "../shop.config.ts";
import { storedConsent } from "./consent.ts";
import { rememberSent } from "./sent-events.ts";

/** Without a public key nothing starts, and every call below does nothing. */
export function perigeeOptions({ publicKey, ingestUrl, release }: ShopConfig): Options | null {
  if (!publicKey) return null;
  return {
    apiKey: publicKey,
    endpoint: ingestUrl,
    release,
    environment: "demo",
    service: "shop-web",
    persistence: "session",
    consent: storedConsent.read() ?? undefined,
    beforeSend: rememberSent,
  };
}

/** For code that is no component. `value` is a number to sum: dollars here. */
export const track = (name: string, props?: Props, value?: number): void => runningClient().track(name, props, value);

export const reportError = (error: unknown): void => runningClient().error(error);

export const sessionId = (): string => runningClient().sessionId;
