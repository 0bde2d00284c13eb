import { describe, expect, it } from "vitest";
import { deviceOf } from "./device.ts";

describe("the device of a user agent", () => {
  it.each([
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
      { browser: "Chrome", browser_version: "142", os: "Windows", device: "desktop" },
    ],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0",
      { browser: "Firefox", browser_version: "145", os: "macOS", device: "desktop" },
    ],
    [
      "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
      { browser: "Chrome", browser_version: "142", os: "Android", device: "mobile" },
    ],
    [
      "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
      { browser: "Safari", browser_version: "18", os: "iOS", device: "tablet" },
    ],
    ["", { browser: "", browser_version: "", os: "", device: "" }],
    ["x".repeat(5_000), { browser: "", browser_version: "", os: "", device: "" }],
  ])("%s", (userAgent, device) => {
    expect(deviceOf(userAgent)).toEqual({ ...device, isBot: false });
    expect(deviceOf(userAgent)).toEqual({ ...device, isBot: false });
  });

  it.each([
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36",
    "curl/8.5.0",
  ])("%s is a robot's", (userAgent) => expect(deviceOf(userAgent).isBot).toBe(true));
});
