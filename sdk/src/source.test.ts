import { expect, it } from "vitest";
import { readSource } from "./source.ts";

it.each([
  [
    "a foreign page, without its query",
    "https://shop.example/",
    "https://search.example/find?q=me",
    "https://search.example/find",
  ],
  ["nothing for an own page", "https://shop.example/b", "https://shop.example/a", undefined],
  ["nothing where the browser says nothing", "https://shop.example/", "", undefined],
  ["an app", "https://shop.example/", "android-app://com.mail", "android-app:"],
])("reads as referrer %s", (...[, href, referrer, expected]) => {
  expect(readSource(href, referrer).referrer).toBe(expected);
});

it("reads the campaign from the address", () => {
  expect(readSource("https://shop.example/?utm_source=news&utm_medium=mail&utm_campaign=may&x=1", "")).toEqual({
    referrer: undefined,
    utmSource: "news",
    utmMedium: "mail",
    utmCampaign: "may",
  });
});
