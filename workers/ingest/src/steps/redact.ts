import { type Result, succeed, type WireEvent } from "@perigee/schema";
import { cleanAddressesIn, cleanTarget, cleanUrl, isHttpAddress } from "../clean-url.ts";
import type { Validated } from "./validate.ts";

/** Takes out of page and resource addresses what must not be stored: query, fragment, user info, e-mail addresses, tokens. */
export function redact(state: Validated): Result<Validated> {
  // The events of a batch come from few pages and ask for few things, so each address is cleaned once.
  const cleaners = { address: once(cleanUrl), target: once(cleanTarget) };
  for (const event of state.events) {
    event.url = cleaners.address(event.url);
    redactOwn(event, cleaners);
  }
  return succeed(state);
}

type Clean = (address: string) => string;
type Cleaners = { address: Clean; target: Clean };

function once(clean: Clean): Clean {
  const cleaned = new Map<string, string>();
  return (address) => {
    const known = cleaned.get(address);
    if (known !== undefined) return known;
    const result = clean(address);
    cleaned.set(address, result);
    return result;
  };
}

function redactOwn(event: WireEvent, clean: Cleaners): void {
  switch (event.kind) {
    case "vital":
      if (event.attribution) redactProps(event.attribution, clean.address);
      break;
    case "request":
    case "resource":
    case "long-frame":
      if (event.target) event.target = clean.target(event.target);
      if (event.props) redactProps(event.props, clean.address);
      break;
    case "error":
      redactError(event);
      break;
    default:
  }
}

/** What a resource error says is an address, and so is much of what happened before any error. */
function redactError(event: Extract<WireEvent, { kind: "error" }>): void {
  if (event.mechanism === "resource") event.message = cleanAddressesIn(event.message);
  for (const crumb of event.breadcrumbs ?? []) crumb.message = cleanAddressesIn(crumb.message);
}

function redactProps(props: Record<string, unknown>, clean: Clean): void {
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "string" && isHttpAddress(value)) props[name] = clean(value);
  }
}
