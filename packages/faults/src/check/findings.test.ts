import { expect, it } from "vitest";
import { brokenPromises, compare, type Evidence } from "./findings.ts";

const asPromised: Evidence = {
  ledger: { sent: new Set(["a", "b"]), acknowledged: new Set(["a", "b"]) },
  stored: new Map([
    ["a", 1],
    ["b", 1],
  ]),
  final: new Map([
    ["a", 1],
    ["b", 1],
  ]),
  letters: ["poison"],
  poison: ["poison"],
  unsettled: 0,
  viewExcess: 0,
};

it("finds nothing where everything is as promised", () => {
  expect(brokenPromises(compare(asPromised))).toEqual([]);
});

it.each([
  ["1 lost", { stored: new Map([["a", 1]]), final: new Map([["a", 1]]) }],
  [
    "1 doubled",
    {
      stored: new Map([
        ["a", 1],
        ["b", 2],
      ]),
    },
  ],
  [
    "1 doubled even with FINAL",
    {
      final: new Map([
        ["a", 2],
        ["b", 1],
      ]),
    },
  ],
  [
    "1 stored that were never sent",
    {
      stored: new Map([
        ["a", 1],
        ["b", 1],
        ["c", 1],
      ]),
    },
  ],
  ["1 poisoned messages without a dead letter", { letters: [] }],
  ["1 dead letters that are no poison", { letters: ["poison", "m"] }],
  ["1 never acknowledged", { ledger: { sent: new Set(["a", "b", "c"]), acknowledged: new Set(["a", "b"]) } }],
  ["2 too few counted in the view of visits", { viewExcess: -2 }],
  ["2 too many counted in the view of visits", { viewExcess: 2 }],
  ["3 messages never settled", { unsettled: 3 }],
])("finds %s", (finding, change: Partial<Evidence>) => {
  expect(brokenPromises(compare({ ...asPromised, ...change }))).toEqual([finding]);
});

it("does not call an event lost that was never acknowledged", () => {
  const ledger = { sent: new Set(["a", "b", "c"]), acknowledged: new Set(["a", "b"]) };
  expect(compare({ ...asPromised, ledger }).lost).toBe(0);
});
