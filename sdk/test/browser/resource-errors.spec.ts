import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

/** Adds an element of markup that the parser makes, and a file that is not there. */
const add = (page: Page, tag: string, attributes: Record<string, string>) =>
  page.evaluate(
    ([name, given]) => {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(given)) element.setAttribute(key, value);
      document.body.append(element);
    },
    [tag, attributes] as const,
  );

test.beforeEach(async ({ page }) => {
  await page.route("**/missing/**", (route) => route.fulfill({ status: 404 }));
});

for (const [tag, level, attributes] of [
  ["script", "error", { src: "/missing/x.js?token=secret" }],
  ["link", "error", { rel: "stylesheet", href: "/missing/x.css?token=secret" }],
  ["link", "warning", { rel: "preload", as: "image", href: "/missing/x.png?token=secret" }],
  ["img", "warning", { src: "/missing/x.png?token=secret" }],
  ["img", "warning", { srcset: "/missing/x.png?token=secret 1x" }],
  ["video", "warning", { src: "/missing/x.mp4?token=secret" }],
  ["audio", "warning", { src: "/missing/x.mp3?token=secret" }],
] as const) {
  test(`tells of a ${tag} with ${Object.keys(attributes)} that did not load`, async ({ open, sink, page }) => {
    await open("/");
    await add(page, tag, attributes);
    await expect.poll(() => sink.ofKind("error")).toHaveLength(1);
    const [error] = sink.ofKind("error");
    expect(error).toMatchObject({ type: "ResourceError", mechanism: "resource", level });
    expect(error?.message).toMatch(new RegExp(`^${tag} http://localhost:\\d+/missing/x\\.\\w+ did not load$`));
    expect(JSON.stringify(sink.received)).not.toContain("secret");
  });
}

test("tells of a video's source that did not load", async ({ open, sink, page }) => {
  await open("/");
  await page.evaluate(() => {
    const video = document.createElement("video");
    video.innerHTML = '<source src="/missing/x.mp4">';
    document.body.append(video);
  });
  await expect.poll(() => sink.ofKind("error").map(({ message }) => message.split(" ")[0])).toEqual(["source"]);
});

test("tells of a file that is missing twice once", async ({ open, sink, page }) => {
  await open("/");
  await add(page, "img", { src: "/missing/x.png" });
  await add(page, "img", { src: "/missing/x.png" });
  await add(page, "img", { src: "/missing/y.png" });
  await expect
    .poll(() => sink.ofKind("error").map(({ message }) => message.split("/").at(-1)))
    .toContain("y.png did not load");
  expect(sink.ofKind("error")).toHaveLength(2);
});

test("tells nothing of what has loaded", async ({ open, sink, page }) => {
  await open("/");
  await page.route("**/there.js", (route) => route.fulfill({ body: "document.title = 'there'" }));
  await add(page, "script", { src: "/there.js" });
  await expect.poll(() => page.title()).toBe("there");
  await page.evaluate(() => window.client.track("after"));
  await expect.poll(() => sink.names()).toEqual(["after"]);
  expect(sink.ofKind("error")).toEqual([]);
});

test("a script that loads and throws is one error, and not of the file", async ({ open, sink, page }) => {
  await open("/");
  await page.route("**/throws.js", (route) => route.fulfill({ body: "throw new TypeError('from the file')" }));
  await add(page, "script", { src: "/throws.js" });
  await expect.poll(() => sink.ofKind("error")).toHaveLength(1);
  await page.evaluate(() => window.client.track("after"));
  await expect.poll(() => sink.names()).toEqual(["after"]);
  expect(sink.ofKind("error").map(({ mechanism }) => mechanism)).toEqual(["onerror"]);
});
