import { type Result, succeed, type WireEvent } from "@perigee/schema";
import { cleanUrl } from "../clean-url.ts";
import type { Validated } from "./validate.ts";

/** Takes out of page and resource addresses what must not be stored: query, fragment, user info, e-mail addresses, tokens. */
export function redact(state: Validated): Result<Validated> {
  // The events of a batch come from few pages, so each address is cleaned once.
  const cleaned = new Map<string, string>();
  const clean = (address: string): string => {
    const result = cleaned.get(address) ?? cleanUrl(address);
    cleaned.set(address, result);
    return result;
  };
  for (const event of state.events) redactEvent(event, clean);
  return succeed(state);
}

function redactEvent(event: WireEvent, clean: (address: string) => string): void {
  event.url = clean(event.url);
  if (event.kind !== "vital" || !event.attribution) return;
  for (const [name, value] of Object.entries(event.attribution)) {
    if (typeof value === "string" && isHttpAddress(value)) event.attribution[name] = clean(value);
  }
}

const isHttpAddress = (value: string): boolean => /^https?:/i.test(value) && URL.canParse(value);
