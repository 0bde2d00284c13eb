import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { Row } from "../api/rows.ts";
import type { FilterField } from "../filters/filter.ts";

/** A dimension that cards list, and what its rows count. */
export type Dimension = Exclude<FilterField, "environment" | "host">;

type Counted = "visitors" | "sessions" | "events";

export type Tab = { dimension: Dimension; name: string; counted: Counted };

const tab = (dimension: Dimension, name: string, counted: Counted = "visitors"): Tab => ({ dimension, name, counted });

/** The cards that break visitors down, two beside two, and their tabs. */
export const breakdownCards = {
  sources: {
    title: "Sources",
    tabs: [
      tab("channel", "Channel"),
      tab("source", "Source"),
      tab("utm_source", "UTM source"),
      tab("utm_medium", "UTM medium"),
      tab("utm_campaign", "UTM campaign"),
    ],
  },
  pages: {
    title: "Pages",
    tabs: [
      tab("page", "Top"),
      tab("entry_page", "Entry", "sessions"),
      tab("exit_page", "Exit", "sessions"),
      tab("route", "Routes"),
    ],
  },
  places: {
    title: "Places",
    tabs: [tab("country", "Countries"), tab("region", "Regions"), tab("city", "Cities")],
  },
  devices: {
    title: "Devices",
    tabs: [tab("browser", "Browser"), tab("os", "OS"), tab("device", "Size")],
  },
} as const satisfies Record<string, { title: string; tabs: readonly [Tab, ...Tab[]] }>;

export type BreakdownCardName = keyof typeof breakdownCards;
export const breakdownCardNames = Object.keys(breakdownCards) as BreakdownCardName[];

export const countedNames: Record<Counted, { heading: string; noun: string }> = {
  visitors: { heading: "Visitors", noun: "visitor" },
  sessions: { heading: "Visits", noun: "visit" },
  events: { heading: "Events", noun: "event" },
};

export const countOf = (row: Row<"breakdown">, counted: Counted): number => row[counted];

/** The open tab of a card, as the address says. */
export function useTab(card: BreakdownCardName): [Tab, (dimension: Dimension) => void] {
  const tabs: readonly Tab[] = breakdownCards[card].tabs;
  const first = breakdownCards[card].tabs[0];
  const dimensions = tabs.map(({ dimension }) => dimension);
  const [dimension, setDimension] = useQueryState(card, parseAsStringLiteral(dimensions).withDefault(first.dimension));
  return [tabs.find((each) => each.dimension === dimension) ?? first, (next) => void setDimension(next)];
}

/** The card whose full list is open in a dialog. */
export const useDetails = () =>
  useQueryState("details", parseAsStringLiteral(breakdownCardNames).withOptions({ history: "push" }));
