import {
  contextTextFields,
  eventTextFields,
  type Props,
  type Result,
  succeed,
  type TextFields,
  type WireContext,
  type WireEvent,
} from "@perigee/schema";
import { cleanAddressesIn, cleanTarget, cleanUrl, isHttpAddress, type OnSecret } from "../clean-url.ts";
import { cleanEntryUrl, cleanReferrer } from "../redact/arrival.ts";
import { redactMap } from "../redact/map.ts";
import { type Redact, redactorOf } from "../redact/redactor.ts";
import { addTally, note, type Tally } from "../redact/tally.ts";
import type { Validated } from "./validate.ts";

/** `redacted` tells what was taken out of an event and of what it shares with its batch; events that lost nothing are not in it. */
export type Redacted = Validated & { redacted: ReadonlyMap<WireEvent, Tally> };

/**
 * Takes out of all texts what must not be stored: query, fragment and user info of every address, and whatever the project's rules find.
 * A batch without anything of the kind costs one look at each of its texts.
 */
export function redact(state: Validated): Result<Redacted> {
  const { context, env, events, key } = state;
  const redactText = redactorOf(key.settings.redaction, { secret: env.VISITOR_SALT, projectId: key.projectId });
  const shared = redactContext(context, redactText);
  const redacted = new Map<WireEvent, Tally>();
  const clean = cleaners(redactText);
  for (const event of events) {
    const tally: Tally = new Map();
    redactEvent(event, { clean, redact: redactText, tally });
    if (shared.size > 0) addTally(tally, shared);
    if (tally.size > 0) redacted.set(event, tally);
  }
  return succeed({ ...state, redacted });
}

function redactContext(context: WireContext, redact: Redact): Tally {
  const tally: Tally = new Map();
  if (context.referrer) context.referrer = cleanReferrer(context.referrer);
  if (context.entryUrl) context.entryUrl = cleanEntryUrl(context.entryUrl, (text) => redact("entryUrl", text, tally));
  redactFields(context, sharedFields, { redact, tally });
  return tally;
}

/** Without what is redacted in a way of its own, and what is not stored as it is. */
const without = (fields: TextFields, names: readonly string[]): TextFields => ({
  ...fields,
  texts: fields.texts.filter((name) => !names.includes(name)),
});

const sharedFields = without(contextTextFields, ["entryUrl", "visitorId", "sdkVersion"]);
const ownFields = new Map(
  Array.from(eventTextFields, ([kind, fields]) => [
    kind,
    without(fields, hasAddress(kind) ? ["url", "target"] : ["url"]),
  ]),
);

function hasAddress(kind: WireEvent["kind"]): boolean {
  return kind === "request" || kind === "resource" || kind === "long-frame";
}

type Clean = (address: string, tally: Tally) => string;
type Cleaners = { url: Clean; target: Clean };
type Redaction = { redact: Redact; tally: Tally };

/** The events of a batch come from few pages and ask for few things, so each address is cleaned once. */
function cleaners(redact: Redact): Cleaners {
  const once = (field: "url" | "target", clean: (address: string, onSecret: OnSecret) => string): Clean => {
    const known = new Map<string, { cleaned: string; found: Tally }>();
    return (address, tally) => {
      let entry = known.get(address);
      if (!entry) {
        const found: Tally = new Map();
        const cleaned = clean(address, (kind) => note(found, `${kind}:${field}`));
        entry = { cleaned: redactAddress(cleaned, (text) => redact(field, text, found)), found };
        known.set(address, entry);
      }
      addTally(tally, entry.found);
      return entry.cleaned;
    };
  };
  return { url: once("url", cleanUrl), target: once("target", cleanTarget) };
}

/** In an address, what is looked for may be percent-encoded. Where something was found, the rest stays decoded but for its spaces. */
function redactAddress(address: string, redact: (text: string) => string): string {
  const decoded = address.includes("%") ? decode(address) : address;
  const redacted = redact(decoded);
  return redacted === decoded ? address : redacted.replaceAll(/\s/g, "%20");
}

function decode(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    // A lone % is allowed in addresses that people write.
    return address;
  }
}

function redactEvent(event: WireEvent, { clean, redact, tally }: Redaction & { clean: Cleaners }): void {
  event.url = clean.url(event.url, tally);
  const fields = ownFields.get(event.kind);
  switch (event.kind) {
    case "vital":
      if (event.attribution) cleanAddresses(event.attribution, (address) => clean.url(address, tally));
      break;
    case "request":
    case "resource":
    case "long-frame":
      if (event.target) event.target = clean.target(event.target, tally);
      if (event.props) cleanAddresses(event.props, (address) => clean.url(address, tally));
      break;
    case "error":
      cleanError(event);
      break;
    default:
  }
  if (fields) redactFields(event, fields, { redact, tally });
}

/** What a resource error says is an address, and so is much of what happened before any error. */
function cleanError(event: Extract<WireEvent, { kind: "error" }>): void {
  if (event.mechanism === "resource") event.message = cleanAddressesIn(event.message);
  for (const crumb of event.breadcrumbs ?? []) crumb.message = cleanAddressesIn(crumb.message);
}

function cleanAddresses(props: Props, clean: (address: string) => string): void {
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "string" && isHttpAddress(value)) props[name] = clean(value);
  }
}

function redactFields(holder: Record<string, unknown>, { texts, maps, lists }: TextFields, by: Redaction): void {
  for (const name of texts) redactText(holder, { key: name, field: name }, by);
  for (const name of maps) {
    const map = holder[name];
    if (map) redactMap(name, map as Props, by);
  }
  for (const list of lists) {
    for (const item of (holder[list.name] as Record<string, unknown>[] | undefined) ?? []) {
      for (const key of list.texts) redactText(item, { key, field: `${list.name}.${key}` }, by);
    }
  }
}

type Place = { key: string; field: string };

function redactText(holder: Record<string, unknown>, { key, field }: Place, { redact, tally }: Redaction): void {
  const text = holder[key];
  if (typeof text === "string") holder[key] = redact(field, text, tally);
}
