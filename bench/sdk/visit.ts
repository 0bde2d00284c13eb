import type { Browser, Page } from "@playwright/test";
import { heapKb, inFreshTab, pause, taskMs } from "./browser.ts";
import type { Arrived, Sink } from "./sink.ts";

export type Visit = {
  posts: number;
  preflights: number;
  bodyKb: number;
  headerKb: number;
  /** Script that was loaded later. */
  codeKb: number;
  /** After 11 s on the first page. */
  heapKb: number;
  /** CPU of the main thread over the whole visit. */
  taskMs: number;
  seen: Seen;
};

type Seen = {
  errors: number;
  console: boolean;
  events: number;
  soft: boolean;
  vitals: number;
  traced: number;
  typed: boolean;
};

/** How long the visit takes, in seconds. */
export const visitS = 20;

/**
 * A visit of 20 s with 2 hard and 2 soft navigations, 12 clicks (one of them slow, four in a rage), 6 fetches, 1 thrown error, 1 rejection,
 * 1 console.error and 2 events of the site's own, the last of them 50 ms before the page is left.
 */
export function makeVisit(browser: Browser, url: string, sink: Sink): Promise<Visit> {
  return inFreshTab(browser, async ({ page, cdp }) => {
    sink.arrived.length = 0;
    const traced = countTraced(page);
    const startedAt = Date.now();
    const at = (seconds: number) => pause(Math.max(0, startedAt + seconds * 1_000 - Date.now()));
    await page.goto(`${url}/?utm_source=bench`, { waitUntil: "load" });
    await actOnFirstPage(page, at);
    await at(11);
    const heap = await heapKb(cdp);
    await at(12);
    const firstPageMs = await taskMs(cdp);
    await page.click("#go");
    await page.waitForURL(/\/two$/);
    // The counter begins anew where the browser takes another frame for the next document.
    const isCounterNew = (await taskMs(cdp)) < firstPageMs;
    await actOnSecondPage(page, at);
    await at(visitS);
    await page.evaluate(() => window.__track?.("custom_last", { when: "end" }));
    await pause(50);
    const task = (await taskMs(cdp)) + (isCounterNew ? firstPageMs : 0);
    await page.goto("about:blank");
    // What an SDK sends later than this is lost to a visitor who is gone.
    await pause(2_500);
    return { ...summarise(sink.arrived), heapKb: heap, taskMs: task, seen: look(sink.arrived, traced()) };
  });
}

type At = (seconds: number) => Promise<void>;

async function actOnFirstPage(page: Page, at: At): Promise<void> {
  await at(2);
  await page.click("#plain");
  await at(3);
  await page.click("#slow");
  await at(4);
  await page.click("#fetch");
  await page.click("#fetch");
  await at(5);
  await page.click("#soft");
  await at(6);
  await page.click("#throw");
  await at(6.5);
  await page.click("#reject");
  await at(7);
  await page.evaluate(() => {
    console.error("console-err-1");
    void fetch("/api/fail");
    window.__track?.("custom_mid", { plan: "pro", n: 3 });
  });
  await at(8);
  await page.fill("#input", "secret typed text");
  await page.click("#fetch");
  await at(9);
  for (let click = 0; click < 4; click++) await page.click("#plain", { delay: 10 });
  await at(10);
  await page.click("#soft");
  await page.mouse.wheel(0, 800);
}

async function actOnSecondPage(page: Page, at: At): Promise<void> {
  await at(14);
  await page.click("#plain");
  await at(15);
  await page.click("#fetch");
  await at(16);
  await page.click("#fetch");
  await at(18);
  await page.click("#plain");
}

/** Counts the page's own requests that carry a W3C trace header. */
function countTraced(page: Page): () => number {
  let traced = 0;
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.startsWith("/api/") && request.headers()["traceparent"]) traced += 1;
  });
  return () => traced;
}

const sum = (arrived: Arrived[], of: (each: Arrived) => number) => arrived.reduce((total, each) => total + of(each), 0);

function summarise(arrived: Arrived[]) {
  // Some SDKs send by GET; what fetches settings or code is no report.
  const isReport = ({ method, path, code }: Arrived) =>
    !code && (method === "POST" || method === "PUT" || (method === "GET" && /\.gif|pixel|beacon/.test(path)));
  return {
    posts: arrived.filter(isReport).length,
    preflights: arrived.filter(({ method }) => method === "OPTIONS").length,
    bodyKb: sum(arrived, ({ bodyBytes }) => bodyBytes) / 1024,
    headerKb: sum(arrived, ({ headerBytes }) => headerBytes) / 1024,
    codeKb: sum(arrived, ({ code }) => code) / 1024,
  };
}

/** Which facts of the visit can be found in what arrived. */
function look(arrived: Arrived[], traced: number): Seen {
  const text = arrived.map((each) => each.text).join("\n");
  const count = (...patterns: RegExp[]) => patterns.filter((pattern) => pattern.test(text)).length;
  return {
    errors: count(/boom-thrown/, /boom-rejected/),
    console: count(/console-err-1/) > 0,
    events: count(/custom_mid/, /custom_last/),
    soft: count(/\/soft\/\d/) > 0,
    vitals: count(
      /lcp|largest-contentful/i,
      /cls|layout-shift/i,
      /[^a-z]inp[^a-z]|interaction.to.next/i,
      /ttfb|first.byte/i,
    ),
    traced,
    typed: count(/secret typed/) > 0,
  };
}
