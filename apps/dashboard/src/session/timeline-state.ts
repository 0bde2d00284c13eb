import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { kindNames } from "./kinds.ts";

/** The kinds that are shown, as the address says; none named means all. */
export const useShownKinds = () =>
  useQueryState("kind", parseAsArrayOf(parseAsStringLiteral(kindNames)).withDefault([]));

/** The trace whose entries are marked; empty for none. */
export const useChosenTrace = () => useQueryState("trace", parseAsString.withDefault(""));
