import type { WireEvent } from "./wire-batch.ts";

type KindInEvents = Exclude<WireEvent["kind"], "vital" | "error" | "custom">;

/**
 * What the product itself writes into the column `event`, by the kind that it has on the wire: the closed list of names that
 * are not custom events. Sites cannot take one of them, since `wire-batch.ts` reserves the names and their prefixes.
 */
export const automaticEvents = {
  pageview: "pageview",
  engagement: "engagement",
  request: "browser.request",
  resource: "browser.resource",
  navigation: "browser.navigation",
  "long-frame": "browser.long_frame",
  interaction: "browser.interaction",
  flag: "feature_flag.evaluation",
} as const satisfies Record<KindInEvents, string>;

export type AutomaticKind = keyof typeof automaticEvents;
