import { expect, expectNothingBefore, test } from "./fixtures.ts";

/** Makes the random digits of every id this digit, so that a session's draw is known. */
const draw = (digit: string) => {
  const original = crypto.getRandomValues.bind(crypto);
  crypto.getRandomValues = ((array: ArrayBufferView) => {
    if (!(array instanceof BigUint64Array)) return original(array as never);
    array.fill(BigInt(`1${digit.repeat(17)}`));
    return array;
  }) as typeof crypto.getRandomValues;
};

test("a session is kept as a whole, and every event says how many it stands for", async ({ open, sink, page }) => {
  await page.addInitScript(draw, "1");
  await open("/", { sampleRate: 0.25, errorSampleRate: 0.5, flushInterval: 50 });
  await page.evaluate(() => {
    window.client.track("kept");
    window.client.error(new Error("kept, too"));
  });
  await expect.poll(() => sink.ofKind("error")).toHaveLength(1);
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  expect(sink.ofKind("custom").map(({ weight }) => weight)).toEqual([4]);
  expect(sink.ofKind("pageview").map(({ weight }) => weight)).toEqual([4]);
  expect(sink.ofKind("error").map(({ weight }) => weight)).toEqual([2]);
});

test("a session that is left out tells its errors alone, at their own rate", async ({ open, sink, page }) => {
  await page.addInitScript(draw, "4");
  await open("/", { sampleRate: 0.25, errorSampleRate: 0.5, flushInterval: 50 });
  await page.evaluate(() => {
    window.client.track("left out");
    window.client.error(new Error("kept"));
  });
  await page.click("#leave");
  await expect.poll(() => sink.ofKind("error").map(({ weight }) => weight)).toEqual([2]);
  expect(sink.events()).toHaveLength(1);
  expect(sink.ofKind("error")[0]?.breadcrumbs?.map(({ message }) => message)).toContain("left out");
});

test("a session that is left out altogether sends nothing", async ({ open, sink, page }) => {
  await page.addInitScript(draw, "9");
  await open("/", { sampleRate: 0.25, errorSampleRate: 0.5, flushInterval: 50 });
  await page.evaluate(() => {
    window.client.track("left out");
    window.client.error(new Error("left out, too"));
  });
  await page.click("#leave");
  await page.waitForURL("**/leave.html");
  await expectNothingBefore(page, sink);
});

test("without sampling no event carries a weight", async ({ open, sink, page }) => {
  await open("/", { flushInterval: 50 });
  await page.evaluate(() => window.client.track("one"));
  await expect.poll(() => sink.names()).toEqual(["one"]);
  expect(sink.ofKind("custom")[0]).not.toHaveProperty("weight");
});
