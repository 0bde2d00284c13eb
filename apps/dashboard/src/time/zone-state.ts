"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";

const choices = ["local", "utc"] as const;

/** The zone that days start in and times are shown in: the reader's own, or UTC by `tz=utc` in the address. */
export function useZone() {
  const [choice, setChoice] = useQueryState("tz", parseAsStringLiteral(choices).withDefault("local"));
  const local = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { zone: choice === "utc" ? "UTC" : local, local, choice, setChoice };
}
