import { expect, test } from "./fixtures.ts";

test("reports what nobody caught, with its stack, and leaves the page's own handlers alone", async ({
  open,
  sink,
  page,
}) => {
  await page.addInitScript(() => {
    window.onerror = (message) => {
      document.title = `handled: ${message}`;
      return true;
    };
  });
  await open("/");
  await page.evaluate(() =>
    setTimeout(() => {
      throw new TypeError("boom");
    }),
  );
  await expect.poll(() => sink.ofKind("error")).toHaveLength(1);
  expect(sink.ofKind("error")[0]).toMatchObject({
    type: "TypeError",
    message: "boom",
    mechanism: "onerror",
  });
  expect(sink.ofKind("error")[0]?.stack).toContain("TypeError: boom");
  expect(await page.title()).toBe("handled: Uncaught TypeError: boom");
});

test("reports rejections, whatever their reason is", async ({ open, sink, page }) => {
  await open("/");
  await page.evaluate(() => {
    void Promise.reject(new RangeError("too far"));
    void Promise.reject("a text");
    void Promise.reject({ code: 7 });
    void Promise.reject();
  });
  await expect
    .poll(() => sink.ofKind("error").map(({ type, message }) => `${type}: ${message}`))
    .toEqual(["RangeError: too far", "Error: a text", 'Error: {"code":7}', "Error: undefined"]);
});

test("tells the place of a thrown text, which has no stack", async ({ open, sink, page }) => {
  await open("/");
  await page.click("#throw-text");
  await expect.poll(() => sink.ofKind("error")).toHaveLength(1);
  expect(sink.ofKind("error")[0]?.message).toBe("only text");
  expect(sink.ofKind("error")[0]?.stack).toMatch(/at .+:\d+:\d+$/);
});

test("sends the same error once a page, and not without end", async ({ open, sink, page }) => {
  await open("/");
  await page.evaluate(() => {
    for (let turn = 0; turn < 50; turn++) window.client.error("again");
    for (let turn = 0; turn < 50; turn++) window.client.error(`no. ${turn}`, { level: "warning", props: { turn } });
    window.client.track("after");
  });
  await expect.poll(() => sink.names()).toEqual(["after"]);
  expect(sink.ofKind("error")).toHaveLength(30);
  expect(sink.ofKind("error")[1]).toMatchObject({
    mechanism: "manual",
    level: "warning",
    props: { turn: 0 },
  });
});

test("never throws into the page, whatever it is given", async ({ page, sink, site }) => {
  const thrown: Error[] = [];
  page.on("pageerror", (error) => thrown.push(error));
  await page.addInitScript(() => {
    window.sdkOptions = {
      flushInterval: 100,
      beforeSend: (event) => {
        window.client.track("from the hook");
        if (event.kind === "custom" && event.name === "dropped") return null;
        if (event.kind === "custom" && event.name === "failing") throw new Error("hook");
        if (event.kind === "custom") event.props = { ...event.props, seen: true };
        return event;
      },
    };
  });
  await page.goto(site);
  await page.evaluate(() => {
    const hostile = {
      get message() {
        throw new Error("getter");
      },
    };
    window.client.error(hostile);
    window.client.track("dropped");
    window.client.track("failing");
    const props = { big: "y".repeat(5_000), when: new Date(0), none: undefined, nan: Number.NaN };
    window.client.track("x".repeat(500), props);
    window.client.track(undefined as unknown as string, {
      get bad() {
        throw new Error("getter");
      },
    });
  });
  await expect.poll(() => sink.names()).toEqual(["x".repeat(500)]);
  expect(sink.ofKind("custom")[0]).not.toHaveProperty("value");
  expect(sink.ofKind("custom")[0]?.props).toEqual({
    big: "y".repeat(5_000),
    when: "1970-01-01T00:00:00.000Z",
    nan: null,
    seen: true,
  });
  expect(thrown).toEqual([]);
});
