import type { Page } from "@playwright/test";
import { expect, idle, test } from "./fixtures.ts";
import type { Sink } from "./sink.ts";

const told = (sink: Sink) =>
  sink
    .ofKind("interaction")
    .map(({ target, frustration, props }) => ({ target, frustration, clicks: props?.["clicks"] }));

/** Clicks with pauses of our own choice: Playwright's delay is between press and release. */
async function clickTimes(page: Page, selector: string, { times, pauseMs }: { times: number; pauseMs: number }) {
  for (let turn = 0; turn < times; turn++) {
    await page.click(selector);
    const start = await page.evaluate(() => performance.now());
    await page.waitForFunction((until) => performance.now() >= until, start + pauseMs);
  }
}

for (const id of ["nothing", "role", "dead-link"]) {
  test(`a click on #${id} that nothing comes of is dead`, async ({ open, sink, page }) => {
    await open("/interactions.html");
    await page.click(`#${id}`);
    await expect.poll(() => told(sink)).toEqual([{ target: `#${id}`, frustration: "dead", clicks: 1 }]);
  });
}

test("a submit button without a form is dead", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await page.click("#submit");
  await expect.poll(() => told(sink)).toMatchObject([{ frustration: "dead" }]);
});

test("a button that nothing comes of in its shadow root is dead", async ({ open, sink, page }) => {
  await open("/interactions.html");
  // A page that still scrolls when it is clicked has answered.
  await page.locator("#host .idle").scrollIntoViewIfNeeded();
  await idle(page);
  await page.click("#host .idle");
  await expect.poll(() => told(sink)).toMatchObject([{ target: "#host>button.idle", frustration: "dead" }]);
});

const alive = {
  "changes the page": "#mutates",
  "changes the page some time later": "#mutates-late",
  "changes the page when it is pressed": "#menu",
  "changes its own shadow root": "#host .works",
  "makes a request, which asks for the trace id": "#asks",
  "sends an event": "#tracks",
  "changes the address": "#pushes",
  "leaves for a page that does not answer": "#leaves-slowly",
  scrolls: "#scrolls",
  "moves the focus": "#focuses",
  "opens a popover": "#popover",
  "is marked as calm": "#calm",
  "is a link that is left to the browser": "#download",
  "goes to a part of the page": "#hash",
  "is a link that a script takes care of": "#mail",
  "is a field": "#field",
  "is a select": "#select",
  "is a summary": "#summary",
  "is a text": "h1",
};
for (const [what, selector] of Object.entries(alive)) {
  test(`a click on what ${what} is not dead`, async ({ open, sink, page }) => {
    await open("/interactions.html");
    await page.click(selector, { noWaitAfter: true });
    await expect.poll(() => told(sink)).toMatchObject([{ frustration: undefined }]);
  });
}

test("a click that another one follows within a second is not called dead", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await page.click("#nothing");
  await page.click("#mutates");
  await expect
    .poll(() => told(sink).map(({ target, frustration }) => `${target} ${frustration}`))
    .toEqual(["#nothing undefined", "#mutates undefined"]);
});

test("no dead click where no Navigation API tells that a page is left", async ({ open, sink, page }) => {
  await page.addInitScript(() => Object.defineProperty(window, "navigation", { value: undefined }));
  await open("/interactions.html");
  await page.click("#nothing");
  await expect.poll(() => told(sink)).toMatchObject([{ frustration: undefined }]);
});

test("nothing is observed but for a second after a press", async ({ open, sink, page }) => {
  await page.addInitScript(() => {
    const observing = new Set<MutationObserver>();
    Object.assign(window, { observing });
    const { observe, disconnect } = MutationObserver.prototype;
    MutationObserver.prototype.observe = function (...args) {
      observing.add(this);
      observe.apply(this, args);
    };
    MutationObserver.prototype.disconnect = function () {
      observing.delete(this);
      disconnect.apply(this);
    };
  });
  await open("/interactions.html");
  const observing = () => page.evaluate(() => (window as unknown as { observing: Set<unknown> }).observing.size);
  expect(await observing()).toBe(0);
  await page.hover("#nothing");
  await page.mouse.down();
  expect(await observing()).toBe(1);
  await expect.poll(observing).toBe(0);
  await page.mouse.up();
  expect(await observing()).toBe(1);
  await expect.poll(observing).toBe(0);
  await expect.poll(() => told(sink)).toHaveLength(1);
});

test("three clicks in a row are one of rage, told when the row has ended", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await page.click("#nothing", { clickCount: 5 });
  expect(told(sink)).toEqual([]);
  await expect.poll(() => told(sink)).toEqual([{ target: "#nothing", frustration: "rage", clicks: 5 }]);
});

test("rage goes before an error", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await page.click("#throws", { clickCount: 3 });
  await expect.poll(() => told(sink)).toMatchObject([{ frustration: "rage", clicks: 3 }]);
});

test("a stepper that is clicked slowly is no rage", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await clickTimes(page, "#stepper", { times: 3, pauseMs: 600 });
  await expect.poll(() => told(sink)).toHaveLength(3);
  for (const click of told(sink)) expect(click).toEqual({ target: "#stepper", frustration: undefined, clicks: 1 });
});

test("two clicks in a row are one without rage", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await page.dblclick("#stepper");
  await expect.poll(() => told(sink)).toEqual([{ target: "#stepper", frustration: undefined, clicks: 2 }]);
});

for (const [what, selector] of [
  ["a calm button", "#calm"],
  ["a number field", "#number"],
  ["a text, which selects it", "#text"],
] as const) {
  test(`three clicks on ${what} are no rage`, async ({ open, sink, page }) => {
    await open("/interactions.html");
    await page.click(selector, { clickCount: 3 });
    await expect.poll(() => told(sink)).toMatchObject([{ frustration: undefined, clicks: 3 }]);
  });
}

test("quick clicks on different things are no rage", async ({ open, sink, page }) => {
  await open("/interactions.html");
  for (const id of ["mutates", "stepper", "tracks"]) await page.click(`#${id}`);
  await expect.poll(() => told(sink)).toHaveLength(3);
  expect(told(sink).map(({ frustration }) => frustration)).toEqual([undefined, undefined, undefined]);
});

for (const [what, id] of [
  ["throws", "throws"],
  ["rejects a while later", "rejects"],
] as const) {
  test(`a click on what ${what} led to an error of the same trace`, async ({ open, sink, page }) => {
    await open("/interactions.html");
    await page.click(`#${id}`);
    await expect.poll(() => told(sink)).toEqual([{ target: `#${id}`, frustration: "error", clicks: 1 }]);
    expect(sink.ofKind("error").map(({ traceId }) => traceId)).toEqual([sink.ofKind("interaction")[0]?.traceId]);
  });
}

test("a click led to an error, also to one that was sent before", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await clickTimes(page, "#throws-once", { times: 2, pauseMs: 700 });
  await expect.poll(() => told(sink).map(({ frustration }) => frustration)).toEqual(["error", "error"]);
  expect(sink.ofKind("error")).toHaveLength(1);
});

test("a warning makes no error click", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await page.click("#warns");
  await expect.poll(() => told(sink)).toMatchObject([{ frustration: undefined }]);
  expect(sink.ofKind("error")).toMatchObject([{ level: "warning" }]);
});

test("an error long before a click is not its error", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await page.evaluate(() => setTimeout(() => Promise.reject(new Error("before"))));
  await expect.poll(() => sink.ofKind("error")).toHaveLength(1);
  await page.click("#mutates");
  await expect.poll(() => told(sink)).toMatchObject([{ frustration: undefined }]);
  expect(sink.ofKind("error")[0]).not.toHaveProperty("traceId");
});
