import { expect, it } from "vitest";
import { contextTextFields, eventTextFields } from "./text-fields.ts";

it("knows every text of a batch that a visitor or a site has written, and no id or number", () => {
  expect(contextTextFields).toEqual({
    texts: [
      "visitorId",
      "userId",
      "referrer",
      "entryUrl",
      "release",
      "environment",
      "service",
      "language",
      "sdkVersion",
    ],
    maps: ["props"],
    lists: [],
  });
  expect(eventTextFields.get("error")).toEqual({
    texts: ["url", "route", "type", "message", "stack"],
    maps: ["props"],
    lists: [{ name: "breadcrumbs", texts: ["category", "message"] }],
  });
  expect(eventTextFields.get("vital")).toEqual({ texts: ["url", "route", "target"], maps: ["attribution"], lists: [] });
  expect(eventTextFields.get("flag")).toEqual({ texts: ["url", "route", "key", "variant"], maps: [], lists: [] });
  expect(eventTextFields.size).toBe(11);
});
