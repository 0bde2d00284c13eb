import { expect, it } from "vitest";
import { tellingOf } from "./observe.ts";

it("rounds what says something, and leaves out the rest", () => {
  const told = { dnsMs: 1.600049, protocol: "h2" };
  const untold = { tlsMs: 0, name: "", nan: Number.NaN, none: undefined };
  expect(tellingOf({ ...told, ...untold })).toEqual({ dnsMs: 1.6, protocol: "h2" });
});
