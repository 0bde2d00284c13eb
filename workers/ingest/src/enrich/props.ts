import type { Props, WireEvent } from "@perigee/schema";

type Texts = Record<string, string>;

/** Kinds that are rows of `events`. */
export type StoredEvent = Exclude<WireEvent, { kind: "vital" | "error" }>;

/**
 * The map of an event's row: what the site gave for the whole visit (`siteProps`, made text once a batch), then the event's own
 * properties, which win, and of the automatic kinds what has no column.
 */
export function eventProps(event: StoredEvent, siteProps: Texts | undefined): Texts {
  const own = ownProps(event);
  return siteProps ? { ...siteProps, ...own } : own;
}

function ownProps(event: StoredEvent): Texts {
  switch (event.kind) {
    case "pageview":
      return { navigation_type: event.navigationType, ...(event.title && { title: event.title }) };
    case "engagement":
      return {};
    case "custom":
    case "resource":
    case "navigation":
    case "long-frame":
      return asText(event.props);
    case "request":
      return withText(asText(event.props), "method", event.method);
    case "interaction":
      return withText(withText(asText(event.props), "type", event.type), "frustration", event.frustration);
    case "flag":
      return { variant: event.variant };
  }
}

export function errorTags(event: Extract<WireEvent, { kind: "error" }>, siteProps: Texts | undefined): Texts {
  return { ...siteProps, ...asText(event.props), mechanism: event.mechanism };
}

/** A new map each time, so its owner may add to it. */
export function asText(props: Props = {}): Texts {
  const texts: Texts = {};
  for (const key of Object.keys(props)) texts[key] = String(props[key]);
  return texts;
}

function withText(texts: Texts, key: string, value: string | undefined): Texts {
  if (value !== undefined) texts[key] = value;
  return texts;
}
