import type { Consent } from "@perigee/browser";
import { runningClient } from "@perigee/browser/react";
import { stored } from "../stored.ts";

export const consentNames: Record<Consent, { name: string; hint: string }> = {
  granted: { name: "Measure my visit", hint: "What you do here is sent as it happens." },
  pending: { name: "Decide later", hint: "It waits in this page, and goes when you agree." },
  denied: { name: "Do not measure", hint: "Nothing is sent, and what waits is thrown away." },
};

/** Null until the visitor chose: then the SDK's default holds, which heeds Global Privacy Control. */
export const storedConsent = stored<Consent | null>({
  key: "small-orbit.consent",
  storage: "local",
  fallback: null,
  accepts: (value): value is Consent => typeof value === "string" && value in consentNames,
});

export function chooseConsent(consent: Consent): void {
  storedConsent.write(consent);
  runningClient().setConsent(consent);
}
