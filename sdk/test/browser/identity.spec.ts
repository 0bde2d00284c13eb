import { expect, test } from "./fixtures.ts";

test("identify, traits and properties hold for what follows, and not for what came before", async ({
  open,
  sink,
  page,
}) => {
  await open("/", { flushInterval: 50 });
  await page.evaluate(() => {
    window.client.track("before");
    window.client.setProps({ theme: "dark", gone: 1 });
    window.client.identify("42", { plan: "pro" });
    window.client.setProps({ gone: undefined });
    window.client.track("after");
  });
  await expect.poll(() => sink.names().sort()).toEqual(["after", "before"]);
  const contextOf = (name: string) =>
    sink.received.find(({ batch }) => batch.events.some((event) => event.kind === "custom" && event.name === name))
      ?.batch.context;
  expect(contextOf("before")).not.toHaveProperty("userId");
  expect(contextOf("after")).toMatchObject({ userId: "42", props: { theme: "dark", "user.plan": "pro" } });
  expect(contextOf("after")?.props).not.toHaveProperty("gone");
});

test("reset forgets the visitor and begins a new session", async ({ open, sink, page }) => {
  await open("/", { flushInterval: 50, persistence: "local" });
  const [before, after] = await page.evaluate(() => {
    window.client.identify("42");
    window.client.track("mine");
    const { sessionId } = window.client;
    window.client.reset();
    window.client.track("nobody's");
    return [sessionId, window.client.sessionId];
  });
  expect(after).not.toBe(before);
  await expect.poll(() => sink.names().length).toBe(2);
  const [mine, nobodys] = ["mine", "nobody's"].map(
    (name) =>
      sink.received.find(({ batch }) => batch.events.some((event) => event.kind === "custom" && event.name === name))
        ?.batch.context,
  );
  expect([mine?.sessionId, nobodys?.sessionId]).toEqual([before, after]);
  expect(mine?.userId).toBe("42");
  expect(nobodys?.userId).toBeUndefined();
  expect(nobodys?.visitorId).not.toBe(mine?.visitorId);
});

test("tells a flag once a view for each variant", async ({ open, sink, page }) => {
  await open("/", { flushInterval: 50 });
  await page.evaluate(() => {
    for (let n = 0; n < 3; n++) window.client.flag("new-cart", true);
    window.client.flag("new-cart", "off");
    history.pushState({}, "", "/next");
    window.client.flag("new-cart", true);
  });
  await expect
    .poll(() => sink.ofKind("flag").map(({ key, variant, url }) => `${key} ${variant} ${new URL(url).pathname}`))
    .toEqual(["new-cart true /", "new-cart off /", "new-cart true /next"]);
});

test("an error carries what happened just before, by hand and by itself", async ({ open, sink, page }) => {
  await open("/", { flushInterval: 50 });
  await page.evaluate(() => {
    for (let n = 0; n < 15; n++) window.client.track(`step ${n}`);
    window.client.addBreadcrumb({ category: "socket", message: "closed by jane@example.org" });
    window.client.error(new Error("lost"));
  });
  await expect.poll(() => sink.ofKind("error")).toHaveLength(1);
  const crumbs = sink.ofKind("error")[0]?.breadcrumbs ?? [];
  expect(crumbs).toHaveLength(10);
  expect(crumbs.at(-1)).toMatchObject({ category: "socket", message: "closed by [redacted]" });
  expect(crumbs.at(-2)).toMatchObject({ category: "custom", message: "step 14" });
});
