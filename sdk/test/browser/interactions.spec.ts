import type { Context } from "../../src/index.ts";
import { expect, test } from "./fixtures.ts";

declare global {
  interface Window {
    context: Context;
  }
}

const hex = expect.stringMatching(/^[0-9a-f]{32}$/);

test("tells a click with its target, its trace id and the moment it began", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await page.evaluate(() =>
    addEventListener("pointerdown", () => Object.assign(window, { pressedAt: Date.now() }), { once: true }),
  );
  await page.click("#mutates", { delay: 300 });
  await expect.poll(() => sink.ofKind("interaction")).toHaveLength(1);
  const [click] = sink.ofKind("interaction");
  expect(click).toMatchObject({ type: "click", target: "#mutates", traceId: hex });
  expect(click?.props).toEqual({ clicks: 1 });
  const pressedAt = await page.evaluate(() => (window as unknown as { pressedAt: number }).pressedAt);
  expect(Math.abs((click?.time ?? 0) - pressedAt)).toBeLessThan(200);
});

test("tells what is clicked by Enter or Space like any other click", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await page.focus("#mutates");
  await page.keyboard.press("Enter");
  await expect.poll(() => sink.ofKind("interaction")).toHaveLength(1);
  await page.focus("#stepper");
  await page.keyboard.press("Space");
  await expect.poll(() => sink.ofKind("interaction").map(({ target }) => target)).toEqual(["#mutates", "#stepper"]);
});

test("tells nothing of clicks that a script makes", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await page.evaluate(() => document.querySelector<HTMLElement>("#mutates")?.click());
  await page.click("#stepper");
  await expect.poll(() => sink.ofKind("interaction").map(({ target }) => target)).toEqual(["#stepper"]);
});

test("takes a click on a label and the one of its field for one", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await page.click("#label span");
  await page.click("#stepper");
  await expect.poll(() => sink.ofKind("interaction").map(({ target }) => target)).toEqual(["#label", "#stepper"]);
  expect(await page.isChecked("#labelled")).toBe(true);
});

for (const [id, label] of [
  ["named", "Buy now"],
  ["aria", "Close"],
] as const) {
  test(`names #${id} as the site does, not by its text`, async ({ open, sink, page }) => {
    await open("/interactions.html");
    await page.click(`#${id} i`);
    await expect
      .poll(() => sink.ofKind("interaction"))
      .toMatchObject([{ target: `#${id}`, props: { label, clicks: 1 } }]);
  });
}

test("tells nothing of what is ignored, also through a shadow root", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await page.click("#ignored");
  await page.click("#ignored-host .works");
  await page.click("#stepper");
  await expect.poll(() => sink.ofKind("interaction").map(({ target }) => target)).toEqual(["#stepper"]);
});

test("tells only the kind of what is masked", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await page.click("#masked-hans");
  await expect.poll(() => sink.ofKind("interaction")).toHaveLength(1);
  expect(sink.ofKind("interaction")[0]).toMatchObject({ target: "button" });
  expect(JSON.stringify(sink.ofKind("interaction"))).not.toMatch(/hans/i);
});

test("finds the button that was clicked in an open shadow root", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await page.click("#host .works");
  await expect.poll(() => sink.ofKind("interaction")).toMatchObject([{ target: "#host>button.works" }]);
});

test("nothing that is typed or chosen leaves the browser", async ({ open, sink, page }) => {
  await open("/interactions.html");
  for (const id of ["field", "area", "editable"]) {
    await page.click(`#${id}`);
    await page.keyboard.type("hunter2");
  }
  await page.selectOption("#select", { index: 1 });
  await page.click("#select");
  await page.click("#mutates");
  await expect.poll(() => sink.ofKind("interaction").map(({ target }) => target)).toContain("#mutates");
  await page.click("#link");
  await expect.poll(() => sink.ofKind("engagement")).toHaveLength(1);
  const targets = sink.ofKind("interaction").map(({ target }) => target);
  expect(targets).toEqual(expect.arrayContaining(["#field", "#area", "#editable", "#select", "#link"]));
  expect(JSON.stringify(sink.received)).not.toMatch(/hunter2/i);
});

test("tells a click at once when the page is left, without a judgement", async ({ open, sink, page }) => {
  await open("/interactions.html", { flushInterval: 60_000 });
  await page.click("#nothing");
  await page.click("#link");
  await page.waitForURL("**/leave.html");
  await expect.poll(() => sink.ofKind("interaction").map(({ target }) => target)).toEqual(["#nothing", "#link"]);
  for (const click of sink.ofKind("interaction")) expect(click).not.toHaveProperty("frustration");
});

test("tells a click of the view on which it was made", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await page.click("#pushes");
  await expect.poll(() => sink.ofKind("pageview").map(({ url }) => new URL(url).pathname)).toContain("/pushed");
  const [click] = sink.ofKind("interaction");
  expect(new URL(click?.url ?? "").pathname).toBe("/interactions.html");
  expect(sink.ofKind("pageview").at(-1)?.traceId).toBe(click?.traceId);
});

test("what a click causes shares its trace id, and what comes later does not", async ({ open, sink, page }) => {
  await open("/interactions.html");
  expect(await page.evaluate(() => window.context.traceAt?.())).toBeUndefined();
  await page.click("#tracks");
  await expect.poll(() => sink.ofKind("interaction")).toHaveLength(1);
  const [click] = sink.ofKind("interaction");
  expect(sink.ofKind("custom")[0]?.traceId).toBe(click?.traceId);
  // It was told a second after it, so from here on it is over.
  await expect.poll(() => page.evaluate(() => window.context.traceAt?.())).toBeUndefined();
  await page.evaluate(() => window.client.track("later"));
  await expect.poll(() => sink.names()).toEqual(["tracked", "later"]);
  expect(sink.ofKind("custom")[1]).not.toHaveProperty("traceId");
});

test("answers which interaction was under way at an earlier moment", async ({ open, page }) => {
  await open("/interactions.html");
  await page.evaluate(() => {
    const pressed: number[] = [];
    Object.assign(window, { pressed });
    addEventListener("pointerdown", ({ timeStamp }) => pressed.push(timeStamp));
  });
  await page.click("#mutates");
  await page.click("#stepper");
  const ids = await page.evaluate(() => {
    const [first = 0, second = 0] = (window as unknown as { pressed: number[] }).pressed;
    return [first - 10, first, second, second + 5_000].map((time) => window.context.traceAt?.(time));
  });
  expect(ids).toEqual([undefined, hex, hex, undefined]);
  expect(ids[1]).not.toBe(ids[2]);
});

test("tells at most 200 clicks of a view, and again of the next", async ({ open, sink, page }) => {
  await open("/interactions.html");
  // Keys are quicker than the mouse.
  for (let turn = 0; turn < 105; turn++) {
    for (const id of ["stepper", "mutates"]) {
      await page.focus(`#${id}`);
      await page.keyboard.press("Enter");
    }
  }
  await expect.poll(() => sink.ofKind("interaction")).toHaveLength(200);
  await page.evaluate(() => history.pushState({}, "", "/next"));
  await page.click("#tracks");
  await expect.poll(() => sink.ofKind("interaction").at(-1)?.target).toBe("#tracks");
  expect(sink.ofKind("interaction")).toHaveLength(201);
});

test("stop leaves nothing behind", async ({ open, sink, page }) => {
  await open("/interactions.html");
  await page.click("#stepper");
  await expect.poll(() => sink.ofKind("interaction")).toHaveLength(1);
  await page.evaluate(() => window.client.stop());
  await page.click("#mutates");
  expect(await page.evaluate(() => window.context.traceAt?.())).toBeUndefined();
  await page.click("#link");
  await page.waitForURL("**/leave.html");
  expect(sink.ofKind("interaction")).toHaveLength(1);
});
