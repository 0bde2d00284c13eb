import { expect, it } from "vitest";
import { countDeaths } from "./restarts.ts";

it("waits longer after each death and gives up at the sixth within a minute", () => {
  const next = countDeaths();
  expect([0, 1, 2, 3, 4, 5].map((second) => next(second * 1_000))).toEqual([200, 400, 800, 1_600, 3_200, undefined]);
});

it("forgets deaths that are a minute old", () => {
  const next = countDeaths();
  expect([0, 30, 60, 90, 120, 150, 180].map((second) => next(second * 1_000))).toEqual([
    200, 400, 400, 400, 400, 400, 400,
  ]);
});
