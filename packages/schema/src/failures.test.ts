import { describe, expect, it } from "vitest";
import { type FailureType, fail, failures, metricLabel, succeed } from "./failures.ts";

const types = Object.keys(failures) as FailureType[];

describe("the list of failures", () => {
  it.each(types)("%s has a status, a sentence and a label of its own", (type) => {
    const { status, message } = failures[type];
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(message).toMatch(/^[A-Z].*\.$/);
    expect(metricLabel(type)).toMatch(/^[a-z0-9_]+$/);
  });

  it("gives each type a label that no other has", () =>
    expect(new Set(types.map(metricLabel)).size).toBe(types.length));
});

describe("results", () => {
  it("fail with the list's text or one of their own", () => {
    expect(fail("not-json").failure).toEqual({ type: "not-json", message: failures["not-json"].message });
    expect(fail("not-json", { field: "body", message: "x" }).failure).toEqual({
      type: "not-json",
      field: "body",
      message: "x",
    });
  });

  it("succeed with a value", () => expect(succeed(7)).toEqual({ ok: true, value: 7 }));
});
