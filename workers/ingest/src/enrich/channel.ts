/** Where a visit came from, in the words of Google Analytics 4, so that numbers can be compared. */
export type Channel =
  | "Direct"
  | "Organic Search"
  | "Paid Search"
  | "Organic Social"
  | "Paid Social"
  | "Paid Other"
  | "Email"
  | "Referral"
  | "Display"
  | "Affiliates"
  | "AI";

type Arrival = { referrerHost: string; utmSource: string; utmMedium: string };

type SiteKind = "search" | "social" | "email" | "ai";

/** Site names without their country ending: `google` stands for google.com, google.de and www.google.co.uk. */
const sites: Record<SiteKind, readonly string[]> = {
  ai: ["chatgpt", "openai", "perplexity", "claude", "gemini", "copilot", "deepseek", "mistral", "grok", "phind"],
  email: ["gmail", "outlook", "mailchimp", "protonmail", "fastmail", "webmail", "mail"],
  search: [
    "google",
    "bing",
    "duckduckgo",
    "yahoo",
    "ecosia",
    "qwant",
    "startpage",
    "baidu",
    "yandex",
    "naver",
    "kagi",
    "brave",
    "seznam",
  ],
  social: [
    "facebook",
    "fb",
    "instagram",
    "threads",
    "twitter",
    "x",
    "t",
    "linkedin",
    "lnkd",
    "reddit",
    "pinterest",
    "tiktok",
    "youtube",
    "youtu",
    "mastodon",
    "bsky",
    "bluesky",
    "vk",
    "weibo",
    "whatsapp",
    "telegram",
    "discord",
    "snapchat",
    "quora",
    "tumblr",
    "ycombinator",
  ],
};

/** The order decides where a host has two names: gemini.google.com is AI before it is search, mail.google.com is e-mail. */
const kinds = ["ai", "email", "search", "social"] as const satisfies readonly SiteKind[];

const paidMedium = /^(cpc|ppc|cpa|cpv|retargeting|paid.*)$/;

/** Campaign tags first, since whoever sets them knows; then the site that linked here. */
export function channelOf(arrival: Arrival): Channel {
  const medium = arrival.utmMedium.toLowerCase();
  const kind = siteKind(arrival.utmSource.toLowerCase()) ?? siteKind(arrival.referrerHost);
  return channelOfMedium(medium, kind) ?? channelOfSite(kind, arrival);
}

function channelOfMedium(medium: string, kind: SiteKind | undefined): Channel | undefined {
  if (paidMedium.test(medium)) return paidChannel(medium, kind);
  if (/^(display|banner|cpm|interstitial|expandable)$/.test(medium)) return "Display";
  if (/^affiliates?$/.test(medium)) return "Affiliates";
  if (/^(e-?mail|newsletter)$/.test(medium)) return "Email";
  if (/^(social|social-(network|media)|sm)$/.test(medium)) return "Organic Social";
  if (medium === "organic") return "Organic Search";
  return undefined;
}

function paidChannel(medium: string, kind: SiteKind | undefined): Channel {
  if (kind === "search" || medium.includes("search")) return "Paid Search";
  if (kind === "social" || medium.includes("social")) return "Paid Social";
  return "Paid Other";
}

function channelOfSite(kind: SiteKind | undefined, { referrerHost, utmSource }: Arrival): Channel {
  if (kind === "ai") return "AI";
  if (kind === "search") return "Organic Search";
  if (kind === "social") return "Organic Social";
  if (kind === "email") return "Email";
  return referrerHost === "" && utmSource === "" ? "Direct" : "Referral";
}

/** `newsletter` as a source has no dots and is not a site; `news.ycombinator.com` has the labels news, ycombinator. */
function siteKind(source: string): SiteKind | undefined {
  if (/^(newsletter|e-?mail)$/.test(source)) return "email";
  const labels = source.split(".");
  const names = labels.length === 1 ? labels : labels.slice(0, -1);
  return kinds.find((kind) => names.some((name) => sites[kind].includes(name)));
}
