import { parse } from "bowser";
import { BoundedCache } from "../bounded-cache.ts";
import { isBot } from "./bot.ts";

/** Empty strings where the user agent does not tell. `device` is desktop, mobile, tablet, tv or bot. */
export type Device = { browser: string; browser_version: string; os: string; device: string; isBot: boolean };

const unknown: Device = { browser: "", browser_version: "", os: "", device: "", isBot: false };

/** Parsing takes about as long as the rest of a batch, and a few hundred user agents make up most of the traffic. */
const cache = new BoundedCache<Device>(2_000);

/** Far above the length of real ones; a longer one is noise, which must not sit in the cache. */
const maxUserAgentChars = 1_000;

export function deviceOf(userAgent: string): Device {
  if (userAgent === "" || userAgent.length > maxUserAgentChars) return unknown;
  const cached = cache.get(userAgent);
  if (cached) return cached;
  const device = parseUserAgent(userAgent);
  cache.set(userAgent, device);
  return device;
}

function parseUserAgent(userAgent: string): Device {
  const { browser, os, platform } = parse(userAgent);
  return {
    browser: browser.name ?? "",
    // The major version is what anyone groups by; the rest would only make many values.
    browser_version: browser.version?.split(".")[0] ?? "",
    os: os.name ?? "",
    device: platform.type ?? "",
    isBot: platform.type === "bot" || isBot(userAgent),
  };
}
