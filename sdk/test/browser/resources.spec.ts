import { expect, test } from "./fixtures.ts";

test("tells slow and failed files from before it started, and no others", async ({ open, sink, site }) => {
  await open("/files.html");
  await expect.poll(() => sink.ofKind("resource")).toHaveLength(2);
  const [failed, slow] = sink.ofKind("resource");
  expect(failed).toMatchObject({ target: `${site}/api/404`, status: 404 });
  expect(failed?.props).toMatchObject({ initiator: "link", renderBlocking: "blocking" });
  expect(slow).toMatchObject({ target: `${site}/api/slow.svg`, status: 200, url: `${site}/files.html` });
  expect(slow?.durationMs).toBeGreaterThanOrEqual(1_000);
  expect(slow?.props?.["initiator"]).toBe("img");
  expect(slow?.props?.["ttfbMs"]).toBeGreaterThanOrEqual(1_000);
  expect(slow?.props?.["transferBytes"]).toBeGreaterThan(0);
  expect(slow?.props?.["renderBlocking"]).toBe("non-blocking");
});

test("leaves requests to their own instrumentation, and stops where a page has files without end", async ({
  open,
  page,
  sink,
}) => {
  await open("/");
  await expect.poll(() => sink.ofKind("navigation")).toHaveLength(1);
  await page.evaluate(async () => {
    await fetch("/api/500");
    const broken = (number: number) =>
      new Promise((resolve) => {
        const image = new Image();
        image.onerror = resolve;
        image.src = `/api/404?n=${number}`;
      });
    await Promise.all(Array.from({ length: 40 }, (_, number) => broken(number)));
    history.pushState({}, "", "/next");
    await broken(41);
  });
  const paths = () =>
    sink.ofKind("resource").map(({ url, target }) => `${new URL(url).pathname} ${new URL(target).pathname}`);
  await expect.poll(() => paths().filter((path) => path === "/next /api/404")).toHaveLength(1);
  expect(paths().filter((path) => path === "/ /api/404")).toHaveLength(30);
  expect(paths()).toHaveLength(31);
});

test("tells nothing once it is stopped", async ({ open, page, sink }) => {
  await open("/");
  await expect.poll(() => sink.ofKind("navigation")).toHaveLength(1);
  await page.evaluate(async (endpoint) => {
    window.client.stop();
    await new Promise((resolve) => {
      const image = new Image();
      image.onerror = resolve;
      image.src = "/api/404";
    });
    // What the browser still had to tell has been told before the next frame is painted.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const { createClient }: typeof import("../../src/index.ts") = await import("/sdk/index.js" as string);
    createClient({ apiKey: "pk_test", endpoint }, [])?.track("after");
  }, sink.url);
  await page.goto("about:blank");
  await expect.poll(() => sink.names()).toEqual(["after"]);
  expect(sink.ofKind("resource")).toEqual([]);
});
