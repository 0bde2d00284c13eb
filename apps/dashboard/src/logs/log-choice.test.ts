import { describe, expect, it } from "vitest";
import {
  filtersOf,
  type LogChoice,
  type LogFilter,
  pairsIn,
  paramsOf,
  withFilter,
  withoutFilter,
} from "./log-choice.ts";

const none: LogChoice = {
  ...{ service: [], environment: [], attribute: [], resource: [], severity: [], text: "", traceId: "", spanId: "" },
  ...{ notService: [], notEnvironment: [], notAttribute: [], notResource: [] },
};
const is = (field: LogFilter["field"], value: string): LogFilter => ({ field, operator: "is", value });
const isNot = (field: LogFilter["field"], value: string): LogFilter => ({ field, operator: "is_not", value });
function after(...filters: LogFilter[]): LogChoice {
  const choice = { ...none };
  for (const filter of filters) Object.assign(choice, withFilter(choice, filter));
  return choice;
}

describe("filters of log records", () => {
  const filters = [is("service", "api"), isNot("service", "mail"), is("attribute", "a=b=c"), is("traceId", "7")];

  it("stand in the choice under the API's names", () => {
    expect(after(...filters)).toEqual({
      ...none,
      service: ["api"],
      notService: ["mail"],
      attribute: ["a=b=c"],
      traceId: "7",
    });
    expect(filtersOf(after(...filters))).toEqual(filters);
  });

  it("of one value do not contradict each other", () => {
    expect(after(is("service", "api"), isNot("service", "api"))).toEqual({ ...none, notService: ["api"] });
    expect(after(isNot("resource", "a=b"), is("resource", "a=b"), is("resource", "a=b"))).toMatchObject({
      resource: ["a=b"],
      notResource: [],
    });
  });

  it("name one trace at most", () => expect(after(is("traceId", "1"), is("traceId", "2")).traceId).toBe("2"));

  it.each(filters)("are taken back: %j", (filter) => {
    const choice = after(...filters);
    expect(filtersOf({ ...choice, ...withoutFilter(choice, filter) })).toEqual(filters.filter((one) => one !== filter));
  });
});

it("asks for nothing that is not chosen", () => {
  expect(paramsOf({ ...none, text: "  " })).toMatchObject({ text: undefined, traceId: undefined, service: [] });
  expect(paramsOf({ ...none, text: " a b ", severity: ["error"] })).toMatchObject({ text: "a b", severity: ["error"] });
});

it("suggests the attributes that records have, the most frequent first", () => {
  const maps = [{ "http.route": "/a", code: "200" }, { code: "200" }, { code: "x".repeat(300) }];
  expect(pairsIn(maps, "")).toEqual([
    { value: "code=200", label: "code=200", count: 2 },
    { value: "http.route=/a", label: "http.route=/a", count: 1 },
  ]);
  expect(pairsIn(maps, "ROUTE").map(({ value }) => value)).toEqual(["http.route=/a"]);
});
