// biome-ignore-all lint/suspicious/noConsole: The console is what is tested.
import { expect, test } from "./fixtures.ts";

test("tells of an error that the page logs, with its stack", async ({ open, sink, page }) => {
  await open("/");
  await page.evaluate(() => console.error("saving failed", new RangeError("too far"), { user: "hans" }));
  await expect.poll(() => sink.ofKind("error")).toHaveLength(1);
  const [error] = sink.ofKind("error");
  expect(error).toMatchObject({ type: "RangeError", message: "too far", mechanism: "console" });
  expect(error?.stack).toContain("RangeError: too far\n");
});

for (const [what, said, message] of [
  ["words", ["could not", "save", 7], "could not save 7"],
  ["a template", ["%s took %d ms", "it", 7], "%s took %d ms it 7"],
  ["nothing", [], ""],
  ["objects, whose contents stay in the page", ["form", { name: "hans" }, ["hans"], null], "form {} {} {}"],
] as const) {
  test(`tells ${what} as one line`, async ({ open, sink, page }) => {
    await open("/");
    await page.evaluate((parts) => console.error(...parts), said as unknown as unknown[]);
    await expect
      .poll(() => sink.ofKind("error").map(({ type, message: told }) => [type, told]))
      .toEqual([["ConsoleError", message]]);
    expect(JSON.stringify(sink.received)).not.toContain("hans");
  });
}

test("an error that is reported twice, as React does, is one event", async ({ open, sink, page }) => {
  await open("/");
  await page.evaluate(() => {
    const error = new TypeError("in a component");
    setTimeout(() => {
      throw error;
    });
    addEventListener("error", () => {
      console.error("%o\n\n%s", error, "The above error occurred in the <App> component.");
      console.error(new TypeError("another"));
    });
  });
  await expect
    .poll(() => sink.ofKind("error").map(({ message, mechanism }) => `${mechanism} ${message}`))
    .toEqual(["onerror in a component", "console another"]);
});

test("the console gets what it got before, whatever happens to us", async ({ page, open, sink }) => {
  await page.addInitScript(() => {
    const calls: unknown[] = [];
    Object.assign(window, { calls });
    console.error = function (this: unknown, ...said: unknown[]) {
      calls.push([this === console, said]);
      return "answer" as unknown as undefined;
    };
  });
  await open("/", { debug: true });
  const seen = await page.evaluate(() => {
    const hostile = new Proxy(
      {},
      {
        get() {
          throw new Error("trap");
        },
        getPrototypeOf() {
          throw new Error("trap");
        },
      },
    );
    const said = [hostile, Symbol("s"), undefined, "text"];
    const answer: unknown = console.error(...said);
    const { calls } = window as unknown as { calls: [boolean, unknown[]][] };
    const [[isConsole, got] = [false, []]] = calls;
    return { answer, isConsole, same: got.every((part, index) => part === said[index]), count: calls.length };
  });
  expect(seen).toEqual({ answer: "answer", isConsole: true, same: true, count: 1 });
  await page.evaluate(() => console.error("after"));
  await expect.poll(() => sink.ofKind("error").at(-1)?.message).toBe("after");
});

test("what beforeSend logs does not come back for ever", async ({ page, sink, site }) => {
  await page.addInitScript(() => {
    window.sdkOptions = {
      flushInterval: 50,
      beforeSend: (event) => {
        console.error("seen", event.kind);
        return event;
      },
    };
  });
  await page.goto(site);
  await page.evaluate(() => console.error("once"));
  await expect.poll(() => sink.ofKind("error").map(({ message }) => message)).toEqual(["once"]);
});

test("stop puts the console back, and leaves another's patch alone", async ({ page, open, sink }) => {
  await page.addInitScript(() => Object.assign(window, { original: console.error }));
  await open("/");
  const back = await page.evaluate(() => {
    window.client.stop();
    return console.error === (window as unknown as { original: unknown }).original;
  });
  expect(back).toBe(true);
  await page.reload();
  const kept = await page.evaluate(() => {
    const { error: ours } = console;
    const theirs = (...said: unknown[]) => ours(...said);
    console.error = theirs;
    window.client.stop();
    console.error("after");
    return console.error === theirs;
  });
  expect(kept).toBe(true);
  expect(sink.ofKind("error")).toEqual([]);
});
