import { expect, it } from "vitest";
import { campaignOf } from "./campaign.ts";

const none = { utmSource: "", utmMedium: "", utmCampaign: "" };

it.each([
  [
    "https://shop.example/?utm_source=news&utm_medium=mail&utm_campaign=may%20sale",
    { utmSource: "news", utmMedium: "mail", utmCampaign: "may sale" },
  ],
  ["https://shop.example/?utm_medium=mail", { ...none, utmMedium: "mail" }],
  [`https://shop.example/?utm_source=${"x".repeat(500)}`, { ...none, utmSource: "x".repeat(100) }],
  ["https://shop.example/utm_source", none],
  ["utm_source=news", none],
  [undefined, none],
])("%s", (entryUrl, campaign) => expect(campaignOf(entryUrl)).toEqual(campaign));
