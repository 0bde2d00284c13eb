import type { WireEvent } from "../../src/index.ts";
import { expect, test } from "./fixtures.ts";

test("beforeSend sees each event once, also when its batch is sent again", async ({ page, sink, site }) => {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    window.sdkOptions = {
      flushInterval: 100,
      beforeSend: (event) => {
        seen.push(event.id);
        return event;
      },
    };
  });
  sink.plan({ status: 503 });
  await page.goto(site);
  await page.evaluate(() => {
    window.client.track("one");
    window.client.track("two");
    window.client.error(new Error("three"));
  });
  await expect.poll(() => sink.names()).toEqual(["one", "two"]);
  expect(sink.received[0]?.answered).toBe(503);
  const arrived = sink.events().map(({ id }) => id);
  const seen = await page.evaluate(() => (window as Window & { seen?: string[] }).seen);
  expect(seen).toEqual(expect.arrayContaining(arrived));
  expect(new Set(seen).size).toBe(seen?.length);
});

test("beforeSend changes an event, in place or by another one, or drops it", async ({ page, sink, site }) => {
  await page.addInitScript(() => {
    const hooks: Record<string, (event: WireEvent) => WireEvent | null> = {
      "in place": (event) => Object.assign(event, { name: "changed" }),
      another: (event) => ({ ...event, name: "replaced" }) as WireEvent,
      unwanted: () => null,
    };
    window.sdkOptions = {
      beforeSend: (event) => (event.kind === "custom" && hooks[event.name]?.(event)) || null,
    };
  });
  await page.goto(site);
  await page.evaluate(() => {
    for (const name of ["in place", "unwanted", "another"]) window.client.track(name);
  });
  await expect.poll(() => sink.events().map((event) => "name" in event && event.name)).toEqual(["changed", "replaced"]);
  expect(sink.events().map(({ seq }) => seq)).toEqual([1, 2]);
});

test("a beforeSend that throws drops the event, says so in debug, and leaves page and other events alone", async ({
  page,
  sink,
  site,
}) => {
  const [thrown, warnings]: [Error[], string[]] = [[], []];
  page.on("pageerror", (error) => thrown.push(error));
  page.on("console", (message) => warnings.push(message.text()));
  await page.addInitScript(() => {
    window.sdkOptions = {
      debug: true,
      beforeSend: (event) => {
        if (event.kind === "custom" && event.name === "secret") throw new Error("filter failed");
        return event;
      },
    };
  });
  await page.goto(site);
  await page.evaluate(() => {
    window.client.track("secret", { card: "4111" });
    window.client.track("after");
  });
  await expect.poll(() => sink.names()).toEqual(["after"]);
  expect(sink.ofKind("error")).toEqual([]);
  expect(JSON.stringify(sink.received)).not.toContain("4111");
  expect(warnings.join()).toContain("filter failed");
  expect(thrown).toEqual([]);
});
