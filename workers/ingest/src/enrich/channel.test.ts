import { describe, expect, it } from "vitest";
import { channelOf } from "./channel.ts";

describe("the channel of a visit", () => {
  it.for([
    ["", "", "", "Direct"],
    ["google.com", "", "", "Organic Search"],
    ["google.co.uk", "", "", "Organic Search"],
    ["duckduckgo.com", "", "", "Organic Search"],
    ["gemini.google.com", "", "", "AI"],
    ["chatgpt.com", "", "", "AI"],
    ["", "chatgpt.com", "", "AI"],
    ["perplexity.ai", "", "", "AI"],
    ["mail.google.com", "", "", "Email"],
    ["news.ycombinator.com", "", "", "Organic Social"],
    ["t.co", "", "", "Organic Social"],
    ["m.facebook.com", "", "", "Organic Social"],
    ["blog.example", "", "", "Referral"],
    ["xgoogle.example", "", "", "Referral"],
    ["google.com", "google", "cpc", "Paid Search"],
    ["", "facebook", "paid_social", "Paid Social"],
    ["", "linkedin", "cpc", "Paid Social"],
    ["", "someone", "ppc", "Paid Other"],
    ["", "spring", "email", "Email"],
    ["", "newsletter", "", "Email"],
    ["", "partner", "affiliate", "Affiliates"],
    ["", "network", "banner", "Display"],
    ["", "x", "social", "Organic Social"],
    ["", "spring", "", "Referral"],
    ["", "GOOGLE", "CPC", "Paid Search"],
  ])("from %j with source %j and medium %j is %s", ([referrerHost = "", utmSource = "", utmMedium = "", channel]) => {
    expect(channelOf({ referrerHost, utmSource, utmMedium })).toBe(channel);
  });
});
