import type { Page } from "@playwright/test";
import { openAlone } from "./chromium-alone.ts";
import { expect, idle, test } from "./fixtures.ts";
import type { Sink } from "./sink.ts";

type Facts = Record<string, string | number | boolean | undefined>;

/** One sample a metric and visit: the library may tell a metric again when it has grown. */
const firstOfEach = (told: Facts[]) =>
  new Map(
    told
      .toReversed()
      .map((facts) => [`${facts["metric"]} ${facts["navigationType"]} ${facts["path"]}`, facts] as const),
  );

const ours = (sink: Sink) =>
  firstOfEach(
    sink.ofKind("vital").map(({ metric, value, rating, navigationType, url, attribution }) => ({
      ...attribution,
      ...{ metric, value, rating, navigationType, path: new URL(url).pathname },
    })),
  );

/** What the library said, see pages/oracle/oracle.js, without its zeros that mean "not there". */
const theirs = (sink: Sink) =>
  firstOfEach(
    sink
      .ofKind("custom")
      .map(({ props = {} }): Facts => props)
      .filter(({ metric, value, navigationType }) => {
        if (navigationType === "soft-navigation") return value || metric === "CLS";
        return metric !== "TTFB" || navigationType !== "back-forward-cache";
      }),
  );

/** Our selectors are made differently, and what the other facts give, or nobody reads, is not sent. */
const notCompared = /target$|^total|^interactionTime|^nextPaint|^firstByteTo|^invokerType|^subpart|^intersecting/i;
const round = (value: number) => Math.round(value * 1e4) / 1e4;

/** Waits until all of these are told and compares each with the library's. */
async function expectSame(sink: Sink, keys: string[], toleranceMs = 0) {
  const sorted = keys.toSorted();
  await expect.poll(() => [...theirs(sink).keys()].toSorted()).toEqual(sorted);
  await expect.poll(() => [...ours(sink).keys()].toSorted()).toEqual(sorted);
  for (const [key, our] of ours(sink)) {
    const their = theirs(sink).get(key) ?? {};
    // The library's defaults say nothing: those of an interaction too fast to be told, and of paints that have no entry.
    const hasNoEntry = /FCP soft|back-forward-cache/.test(key) || (key.startsWith("INP") && !their["eventType"]);
    const expected = hasNoEntry ? our : their;
    for (const name of Object.keys({ ...our, ...expected }).filter((fact) => !notCompared.test(fact))) {
      // What is left out is 0 or empty.
      const fact = our[name] ?? 0;
      const label = `${key}: ${name}`;
      if (typeof fact === "string") expect(fact, label).toBe(`${their[name]}`.replace(/\?.*/, ""));
      else expect(Math.abs(Number(fact) - round(Number(their[name]))), label).toBeLessThanOrEqual(toleranceMs);
    }
  }
}

const visited = (navigationType: string, path: string, metrics = "CLS FCP LCP TTFB") =>
  metrics.split(" ").map((metric) => `${metric} ${navigationType} ${path}`);

const vital = (sink: Sink, metric: string) => sink.ofKind("vital").find((event) => event.metric === metric);

async function open(page: Page, address: string) {
  await page.goto(address, { waitUntil: "load" });
  await page.waitForFunction(() => "client" in window);
  await idle(page);
}

test("a page of words", async ({ page, site, sink }) => {
  await open(page, `${site}/oracle/text.html`);
  await page.goto(`${site}/leave.html`);
  await expectSame(sink, visited("navigate", "/oracle/text.html"));
  expect(vital(sink, "LCP")?.target).toBe("body>h1");
});

test("a reload", async ({ page, site, sink }) => {
  await open(page, `${site}/oracle/text.html`);
  await page.reload();
  await idle(page);
  await page.goto(`${site}/leave.html`);
  await expectSame(sink, [...visited("navigate", "/oracle/text.html"), ...visited("reload", "/oracle/text.html")]);
});

test("a picture that comes late", async ({ page, site, sink }) => {
  await open(page, `${site}/oracle/image.html`);
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => name.includes("picture.svg")),
  );
  await expect
    .poll(() =>
      page.evaluate(
        () =>
          new Promise((resolve) =>
            new PerformanceObserver((list) =>
              resolve((list.getEntries().at(-1) as LargestContentfulPaint | undefined)?.element?.id),
            ).observe({ type: "largest-contentful-paint", buffered: true }),
          ),
      ),
    )
    .toBe("hero");
  await page.goto(`${site}/leave.html`);
  await expectSame(sink, visited("navigate", "/oracle/image.html"));
  expect(vital(sink, "LCP")).toMatchObject({ target: "#hero", attribution: { url: `${site}/oracle/picture.svg` } });
  expect(vital(sink, "LCP")?.attribution?.["resourceLoadDelay"]).toBeGreaterThan(0);
  expect(vital(sink, "LCP")?.attribution?.["resourceLoadDuration"]).toBeGreaterThan(0);
});

test("several bursts of layout shifts", async ({ page, site, sink }) => {
  await open(page, `${site}/oracle/shifts.html`);
  await expect(page).toHaveTitle("Shifted");
  await idle(page);
  await page.goto(`${site}/leave.html`);
  await expectSame(sink, visited("navigate", "/oracle/shifts.html"));
  expect(vital(sink, "CLS")?.value).toBeGreaterThan(0.1);
  expect(vital(sink, "CLS")?.attribution).toHaveProperty("largestShiftTime");
});

const inputPage = visited("navigate", "/oracle/input.html", "CLS FCP INP LCP TTFB");

async function press(page: Page, act: () => Promise<void>) {
  const before = Number(await page.locator("output").textContent());
  await act();
  await expect(page.locator("output")).toHaveText(`${before + 1}`);
}

/** https://web.dev/articles/inp, milliseconds; how long a click takes is up to the machine. */
function ratingOf(inp: number): string {
  if (inp > 500) return "poor";
  return inp > 200 ? "needs-improvement" : "good";
}

for (const [id, least] of [
  ["#slow", 201],
  ["#lazy", 0],
  ["#fast", 0],
] as const) {
  test(`a click on ${id}`, async ({ page, site, sink }) => {
    await open(page, `${site}/oracle/input.html`);
    await press(page, () => page.click(id));
    await idle(page);
    await page.goto(`${site}/leave.html`);
    await expectSame(sink, inputPage);
    const inp = vital(sink, "INP");
    const value = Number(inp?.value);
    expect(value).toBeGreaterThanOrEqual(least);
    expect(inp).toMatchObject({ target: id, rating: ratingOf(value), attribution: { interactionType: "pointer" } });
  });
}

test("a slow key", async ({ page, site, sink }) => {
  await open(page, `${site}/oracle/input.html`);
  await page.focus("#word");
  await press(page, () => page.keyboard.press("a"));
  await idle(page);
  await page.goto(`${site}/leave.html`);
  await expectSame(sink, inputPage);
  expect(vital(sink, "INP")).toMatchObject({
    target: "#word",
    attribution: { interactionType: "keyboard", eventType: "keydown" },
  });
});

test("more than fifty clicks, of which the slowest is overlooked", async ({ page, site, sink }) => {
  await open(page, `${site}/oracle/input.html`);
  for (const ms of [300, 150, 100]) {
    await page.evaluate((now) => {
      document.body.dataset["ms"] = `${now}`;
    }, ms);
    await press(page, () => page.click("#slow"));
  }
  for (let click = 0; click < 50; click++) await press(page, () => page.click("#fast"));
  await idle(page);
  await page.goto(`${site}/leave.html`);
  await expectSame(sink, inputPage);
  expect(vital(sink, "INP")?.value).toBeGreaterThanOrEqual(144);
  expect(vital(sink, "INP")?.value).toBeLessThan(300);
});

test.describe("soft navigations", () => {
  const seen = (page: Page) =>
    page.evaluate(() => {
      const observer = new PerformanceObserver(() => {});
      observer.observe({ type: "soft-navigation", buffered: true });
      const { length } = observer.takeRecords();
      observer.disconnect();
      return length;
    });

  test.beforeEach(async ({ page, site }) => {
    await open(page, `${site}/oracle/soft.html`);
    const isKnown = await page.evaluate(() => PerformanceObserver.supportedEntryTypes.includes("soft-navigation"));
    test.skip(!isKnown, "this browser reports no soft navigations");
  });

  test("to words and to a picture, with slow and fast clicks between", async ({ page, site, sink }) => {
    await page.click("#slow");
    await expect(page.locator("h1")).toHaveText("Done");
    await idle(page);
    await page.click("#text");
    await expect.poll(() => seen(page)).toBe(1);
    await page.click("#fast");
    await page.click("#slow");
    await idle(page);
    await page.click("#picture");
    await expect.poll(() => seen(page)).toBe(2);
    await page.click("#fast");
    await idle(page);
    await page.goto(`${site}/leave.html`);
    await expectSame(sink, [
      ...visited("navigate", "/oracle/soft.html", "CLS FCP INP LCP TTFB"),
      ...visited("soft-navigation", "/soft/text", "CLS FCP INP LCP"),
      ...visited("soft-navigation", "/soft/picture", "CLS FCP INP LCP"),
    ]);
  });

  const lcp = (sink: Sink) => Number(ours(sink).get("LCP soft-navigation /soft/late")?.["value"]);

  for (const [title, isClicked] of [
    ["whose largest paint comes later", false],
    ["whose largest paint comes after another click, and so does not count", true],
  ] as const) {
    test(title, async ({ page, site, sink }) => {
      await page.click("#late");
      await expect.poll(() => seen(page)).toBe(1);
      if (isClicked) await page.click("#fast");
      await expect(page).toHaveTitle("More");
      await idle(page);
      await page.goto(`${site}/leave.html`);
      await expectSame(sink, [
        ...visited("navigate", "/oracle/soft.html", "CLS FCP INP LCP TTFB"),
        ...visited("soft-navigation", "/soft/late", isClicked ? "CLS FCP INP LCP" : "CLS FCP LCP"),
      ]);
      expect(lcp(sink) >= 700).toBe(!isClicked);
    });
  }
});

test("a page that was opened hidden, which paints for nobody", async ({ page, site, sink }) => {
  await page.addInitScript(() => {
    if (!location.pathname.startsWith("/oracle/")) return;
    Object.defineProperty(document, "visibilityState", { configurable: true, value: "hidden" });
    Object.defineProperty(document, "hidden", { configurable: true, value: true });
  });
  await open(page, `${site}/oracle/text.html`);
  await page.goto(`${site}/leave.html`);
  await expectSame(sink, visited("navigate", "/oracle/text.html", "TTFB"));
});

test("a return from the back/forward cache", async ({ playwright, launchOptions, sink, site }) => {
  const browser = await playwright.chromium.launch({
    ...launchOptions,
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  try {
    const page = await browser.newPage();
    await open(page, `${site}/oracle/input.html`);
    await press(page, () => page.click("#slow"));
    await idle(page);
    await page.goto(`${site}/leave.html`);
    await expectSame(sink, inputPage);
    await page.evaluate(() => history.back());
    await expect.poll(() => [...ours(sink).keys()]).toContain("LCP back-forward-cache /oracle/input.html");
    await press(page, () => page.click("#fast"));
    await idle(page);
    await page.goto(`${site}/leave.html`);
    await expectSame(
      sink,
      [...inputPage, ...visited("back-forward-cache", "/oracle/input.html", "CLS FCP INP LCP")],
      // Each looks at the clock for itself.
      60,
    );
  } finally {
    await browser.close();
  }
});

test("a prerendered page, whose times count from its activation", async ({ launchOptions, sink, site }) => {
  const chromium = await openAlone(`${site}/oracle/prerender.html`, launchOptions);
  try {
    await expectSame(sink, visited("prerender", "/oracle/text.html"));
  } finally {
    await chromium.stop();
  }
});
