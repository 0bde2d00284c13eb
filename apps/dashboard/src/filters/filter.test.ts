import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  encodeFilter,
  type Filter,
  type FilterField,
  filterFields,
  parseFilter,
  withFilter,
  withoutFilter,
} from "./filter.ts";

const filter = fc.record({
  field: fc.constantFrom(...(Object.keys(filterFields) as FilterField[])),
  operator: fc.constantFrom("is" as const, "is_not" as const),
  value: fc.string(),
});

describe("a filter", () => {
  it("that is encoded parses back to itself", () => {
    fc.assert(
      fc.property(filter, (original) => {
        expect(parseFilter(encodeFilter(original))).toEqual(original);
      }),
    );
  });

  it.each(["page:is:/a:b", "source:is:", "country:is_not:DE"])("is read from %s", (text) => {
    expect(encodeFilter(parseFilter(text) as Filter)).toBe(text);
  });

  it.each(["", "page", "page:is", "colour:is:red", "page:like:/a", "__proto__:is:x", "toString:is:x"])(
    "is not read from %j",
    (text) => expect(parseFilter(text)).toBeNull(),
  );
});

describe("adding a filter", () => {
  const german: Filter = { field: "country", operator: "is", value: "DE" };
  const french: Filter = { field: "country", operator: "is", value: "FR" };
  const notGerman: Filter = { field: "country", operator: "is_not", value: "DE" };
  const notFrench: Filter = { field: "country", operator: "is_not", value: "FR" };
  const chrome: Filter = { field: "browser", operator: "is", value: "Chrome" };

  it("stands beside the others of its field and operator", () => {
    expect(withFilter([german, chrome], french)).toEqual([german, french, chrome]);
    expect(withFilter([notGerman, chrome], notFrench)).toEqual([notGerman, notFrench, chrome]);
  });

  it("takes back what was said of the same value", () => {
    expect(withFilter([german, chrome], notGerman)).toEqual([chrome, notGerman]);
    expect(withFilter([german], german)).toEqual([german]);
  });

  it("is undone by taking it away", () => {
    expect(withoutFilter(withFilter([chrome], german), german)).toEqual([chrome]);
  });
});
