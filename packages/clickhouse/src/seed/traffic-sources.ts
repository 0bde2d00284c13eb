import { weighted } from "./random.ts";

/** Where a visit came from; the same on all of its rows. */
export type TrafficSource = {
  channel: string;
  referrer_host: string;
  utm_source: string;
  utm_medium: string;
  utm_campaign: string;
};

const source = (channel: string, referrer_host: string, campaign = ""): TrafficSource => {
  const [utm_source = "", utm_medium = "", utm_campaign = ""] = campaign.split("/");
  return { channel, referrer_host, utm_source, utm_medium, utm_campaign };
};

export const chooseTrafficSource: (fraction: number) => TrafficSource = weighted([
  [270, source("Direct", "")],
  [240, source("Organic Search", "google.com")],
  [32, source("Organic Search", "bing.com")],
  [26, source("Organic Search", "duckduckgo.com")],
  [9, source("Organic Search", "ecosia.org")],
  [52, source("Paid Search", "google.com", "google/cpc/dark-skies")],
  [30, source("Paid Search", "google.com", "google/cpc/brand")],
  [9, source("Paid Search", "bing.com", "bing/cpc/brand")],
  [34, source("Paid Social", "instagram.com", "instagram/paid-social/first-telescope")],
  [26, source("Paid Social", "facebook.com", "facebook/paid-social/dark-skies")],
  [22, source("Organic Social", "reddit.com")],
  [20, source("Organic Social", "pinterest.com")],
  [15, source("Organic Social", "youtube.com")],
  [12, source("Organic Social", "x.com")],
  [44, source("Email", "", "newsletter/email/weekly")],
  [18, source("Email", "", "newsletter/email/cart-reminder")],
  [26, source("Organic Social", "news.ycombinator.com")],
  [22, source("Referral", "night-sky-weekly.example")],
  [24, source("Referral", "gift-guide.example")],
  [14, source("Display", "ads.example", "adnet/display/dark-skies")],
  [12, source("Affiliates", "deals.example", "deals/affiliate/partners")],
  [18, source("AI", "chatgpt.com")],
  [8, source("AI", "perplexity.ai")],
  [5, source("AI", "claude.ai")],
]);
