import { openAlone } from "./chromium-alone.ts";
import { expect, test } from "./fixtures.ts";

test("counts the first load with its title, and drops fragment and query", async ({ open, sink }) => {
  await open("/first?token=secret&page=2#top", { trackQueryParams: ["page"] });
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  const [view] = sink.ofKind("pageview");
  expect(view).toMatchObject({ title: "Shop", navigationType: "navigate" });
  expect(new URL(view?.url ?? "").pathname + new URL(view?.url ?? "").search).toBe("/first?page=2");
});

test("takes campaign and referrer into the batch once, and says on what it runs", async ({ page, sink, site }) => {
  await page.goto(`${site}/?utm_source=news&utm_medium=mail&utm_campaign=may&token=secret`, {
    referer: "https://search.example/find?q=me",
  });
  await expect.poll(() => sink.received.length).toBeGreaterThan(0);
  expect(sink.received[0]?.batch.context).toMatchObject({
    entryUrl: `${site}/?utm_source=news&utm_medium=mail&utm_campaign=may`,
    referrer: "https://search.example/find",
    sdkVersion: "0.1.0",
    viewportWidth: page.viewportSize()?.width,
  });
  expect(sink.received[0]?.batch.context.visitorId).toBeUndefined();
});

for (const path of ["the Navigation API", "patched history methods"] as const) {
  test.describe(`by ${path}`, () => {
    test.beforeEach(async ({ page }) => {
      if (path === "the Navigation API") return;
      await page.addInitScript(() => Object.defineProperty(window, "navigation", { value: undefined }));
    });

    test("counts a change of the path, of the query unless it is replaced, and a step back", async ({ open, sink }) => {
      const page = await open("/");
      const paths = () =>
        sink.ofKind("pageview").map(({ url, navigationType }) => `${navigationType} ${new URL(url).pathname}`);
      await expect.poll(paths).toEqual(["navigate /"]);
      await page.evaluate(() => history.pushState({}, "", "/a"));
      await expect.poll(paths).toEqual(["navigate /", "soft-navigation /a"]);
      await page.evaluate(() => history.pushState({}, "", "/a?tab=2"));
      await expect.poll(() => paths().length).toBe(3);
      await page.evaluate(() => history.replaceState({}, "", "/a?tab=3"));
      await page.evaluate(() => history.pushState({}, "", "/a?tab=3#part"));
      await page.evaluate(() => history.replaceState({ scroll: 1 }, "", location.href));
      await page.evaluate(() => history.go(-3));
      await expect.poll(paths).toEqual(["navigate /", "soft-navigation /a", "soft-navigation /a", "soft-navigation /"]);
    });

    test("counts a redirect once, where it ends", async ({ open, sink }) => {
      const page = await open("/");
      await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
      await page.evaluate(() => {
        history.pushState({}, "", "/account");
        history.replaceState({}, "", "/sign-in");
        document.title = "Sign in";
      });
      await expect.poll(() => sink.ofKind("pageview")).toHaveLength(2);
      expect(sink.ofKind("pageview")[1]).toMatchObject({ title: "Sign in" });
      expect(sink.ofKind("pageview")[1]?.url).toContain("/sign-in");
    });

    test("counts every step that is not a redirect, however quickly they follow, each with its own time", async ({
      open,
      sink,
    }) => {
      const page = await open("/");
      const told = await page.evaluate(async () => {
        const times = [];
        for (const path of ["/a", "/b", "/c"]) {
          const start = Date.now();
          history.pushState({}, "", path);
          document.title = path;
          times.push(Date.now());
          while (Date.now() < start + 50) await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        history.back();
        return times;
      });
      await expect
        .poll(() => sink.ofKind("pageview").map(({ url, title }) => `${new URL(url).pathname} ${title}`))
        .toEqual(["/ Shop", "/a /a", "/b /b", "/c /c", "/b /c"]);
      for (const [index, time] of told.entries()) {
        expect(Math.abs((sink.ofKind("pageview")[index + 1]?.time ?? 0) - time)).toBeLessThan(40);
      }
    });

    test("tells nothing of a page that redirects at once", async ({ open, sink }) => {
      const page = await open("/");
      await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
      await page.evaluate(() => {
        history.pushState({}, "", "/account");
        const start = performance.now();
        while (performance.now() < start + 50);
        history.replaceState({}, "", "/sign-in");
      });
      await expect.poll(() => sink.ofKind("pageview")).toHaveLength(2);
      await page.click("#leave");
      await expect.poll(() => sink.ofKind("engagement").at(-1)?.url).toContain("/sign-in");
      expect(sink.events().filter(({ url }) => url.includes("/account"))).toEqual([]);
    });
  });
}

test("leaves patched history methods with their `this`, and takes the patch off", async ({ page, open }) => {
  await page.addInitScript(() => Object.defineProperty(window, "navigation", { value: undefined }));
  await open("/");
  const seen = await page.evaluate(() => {
    const failed = (() => {
      try {
        history.pushState.call({} as History, {}, "", "/x");
        return false;
      } catch {
        return true;
      }
    })();
    const patched = Object.hasOwn(history, "pushState") && !`${history.pushState}`.includes("native");
    window.client.stop();
    return { failed, patched, restored: `${history.pushState}`.includes("native") };
  });
  expect(seen).toEqual({ failed: true, patched: true, restored: true });
});

test("sends the route that the site tells by a pattern", async ({ page, sink, site }) => {
  await page.addInitScript(() => {
    window.sdkOptions = { routePattern: ({ pathname }) => pathname.replace(/\d+/, "[id]") };
  });
  await page.goto(`${site}/product/7`);
  await expect.poll(() => sink.ofKind("pageview").map(({ route }) => route)).toEqual(["/product/[id]"]);
});

test("sends the route that the site tells by hand, with the view that waits and all that follows", async ({
  open,
  sink,
}) => {
  const page = await open("/product/7");
  await page.evaluate(() => {
    history.pushState({}, "", "/product/8");
    window.client.page({ route: "/product/[id]", title: "Product" });
    window.client.track("bought");
  });
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(2);
  expect(sink.ofKind("pageview")[1]).toMatchObject({ route: "/product/[id]", title: "Product" });
  expect(sink.ofKind("custom")[0]?.route).toBe("/product/[id]");
  await page.evaluate(() => window.client.page({ url: "/virtual", title: "Virtual" }));
  await expect
    .poll(() => sink.ofKind("pageview").at(-1))
    .toMatchObject({ title: "Virtual", navigationType: "soft-navigation" });
});

test("counts a return from the back/forward cache as a new view", async ({ playwright, launchOptions, sink, site }) => {
  const browser = await playwright.chromium.launch({
    ...launchOptions,
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${site}/`);
    await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
    await page.click("#leave");
    await page.waitForURL("**/leave.html");
    await page.evaluate(() => history.back());
    await expect
      .poll(() => sink.ofKind("pageview").map(({ navigationType }) => navigationType))
      .toEqual(["navigate", "back-forward-cache"]);
  } finally {
    await browser.close();
  }
});

test("counts a prerendered page only when it is seen", async ({ launchOptions, sink, site }) => {
  const chromium = await openAlone(`${site}/prerender.html`, launchOptions);
  try {
    await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
    expect(sink.ofKind("pageview")[0]).toMatchObject({ url: `${site}/prerendered`, navigationType: "prerender" });
  } finally {
    await chromium.stop();
  }
});

test("tells how long a page was in the foreground", async ({ open, sink }) => {
  const page = await open("/");
  const shown = await page.evaluate(() => performance.now());
  await page.waitForFunction((since) => performance.now() - since > 300, shown);
  await page.evaluate(() => history.pushState({}, "", "/a"));
  await expect.poll(() => sink.ofKind("engagement")).toHaveLength(1);
  const [first] = sink.ofKind("engagement");
  expect(new URL(first?.url ?? "").pathname).toBe("/");
  expect(first?.durationMs).toBeGreaterThanOrEqual(300);
  const moved = await page.evaluate(() => performance.now());
  await page.waitForFunction((since) => performance.now() - since > 300, moved);
  await page.click("#leave");
  await expect.poll(() => sink.ofKind("engagement").map(({ url }) => new URL(url).pathname)).toEqual(["/", "/a"]);
});
