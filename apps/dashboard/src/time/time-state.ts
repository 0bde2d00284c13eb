"use client";

import { parseAsBoolean, parseAsIsoDateTime, parseAsStringLiteral, useQueryState, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { useClock } from "./clock.tsx";
import { type Period, periods, type Range, resolvePeriod, type Selection, type Span, shiftRange } from "./period.ts";
import { useZone } from "./zone-state.ts";

const parsers = {
  period: parseAsStringLiteral(periods).withDefault("7d"),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
};

/** The next shorter preset, offered when a query takes too long. */
const narrower: Partial<Record<Period, Period>> = {
  "12mo": "30d",
  month: "7d",
  "30d": "7d",
  "7d": "24h",
  "24h": "realtime",
};

/** The page's range of time, as it stands in the address. Every change is a step that Back undoes. */
export function useTime() {
  const [stored, setStored] = useQueryStates(parsers, { history: "push" });
  const { now } = useClock();
  const { zone } = useZone();
  const from = stored.from?.getTime() ?? null;
  const to = stored.to?.getTime() ?? null;
  const selection: Selection = useMemo(() => ({ period: stored.period, from, to }), [stored.period, from, to]);
  const span: Span = useMemo(() => resolvePeriod(selection, { now, zone }), [selection, now, zone]);

  const choose = (period: Period) => void setStored({ period, from: null, to: null });
  const chooseRange = (range: Range) =>
    void setStored({ period: "custom", from: new Date(range.from), to: new Date(range.to) });
  const shift = (direction: -1 | 1) => chooseRange(shiftRange(span.full, direction, zone));
  const narrow = () => {
    const next = narrower[stored.period];
    if (next) choose(next);
    else chooseRange({ from: Math.floor((span.range.from + span.range.to) / 2), to: span.range.to });
  };
  return { selection, span, choose, chooseRange, shift, narrow, canGoOn: span.full.to < now };
}

/** Whether the period before is drawn and compared with. */
export function useCompare() {
  const [compare, setCompare] = useQueryState("compare", parseAsBoolean.withDefault(true));
  return { compare, toggleCompare: () => void setCompare((shown) => !shown) };
}
