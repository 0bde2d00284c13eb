import { expect, it } from "vitest";
import { doorOf, hear, hearRecorded, read, receivedAt, say } from "../test/recorded.ts";

const heard = hearRecorded("plausible-tracker");

it("what the tracker sends are page views, engagement and the site's own events", () => {
  const url = "http://localhost:8788/cart?utm_source=news";
  expect(heard.events).toMatchObject([
    { kind: "pageview", url, context: { entryUrl: url, language: "en-US" } },
    { kind: "custom", name: "Signup", value: 19.9, props: { plan: "pro", currency: "EUR" } },
    { kind: "engagement", durationMs: expect.any(Number), scrollDepth: 100 },
    { kind: "pageview", url: "http://localhost:8788/thanks?utm_source=news" },
  ]);
});

it("one browser has one visit, and each request is an event of its own", () => {
  expect(new Set(heard.events.map(({ context }) => context.sessionId)).size).toBe(1);
  expect(new Set(heard.events.map(({ id }) => id)).size).toBe(4);
});

const send = (body: object, headers = {}) => say({ path: "/api/event", body: JSON.stringify(body), headers });
const pageview = { name: "pageview", url: "https://shop.example/", domain: "shop.example" };

it("the long names of the API, with properties and a revenue as text", () => {
  const said = send({
    ...pageview,
    name: "Purchase",
    referrer: "https://search.example/",
    props: '{"plan":"pro"}',
    revenue: { amount: "9.5", currency: "USD" },
  });
  expect(hear([said]).events).toMatchObject([
    {
      kind: "custom",
      name: "Purchase",
      value: 9.5,
      props: { plan: "pro", currency: "USD" },
      time: receivedAt,
      context: { referrer: "https://search.example/" },
    },
  ]);
});

it("the properties of a page view are kept with it", () => {
  expect(hear([send({ ...pageview, p: { author: "ann" } })]).events[0]?.context.props).toEqual({ author: "ann" });
});

it.each(["user-agent", "accept-language"])("another %s is another visit", (header) => {
  const visit = (value: string) => hear([send(pageview, { [header]: value })]).events[0]?.context.sessionId;
  expect(visit("one")).toBe(visit("one"));
  expect(visit("one")).not.toBe(visit("other"));
});

it("is answered with 202 and ok", async () => {
  const answer = doorOf("/api/event").accept(send(pageview));
  expect([answer.status, await answer.text()]).toEqual([202, "ok"]);
});

it.each([
  ["not-json", "n=pageview"],
  ["not-utf8", Uint8Array.of(0xff)],
  ["invalid-event", "[]"],
  ["invalid-event", JSON.stringify({ ...pageview, name: 7 })],
  ["invalid-event", JSON.stringify({ ...pageview, url: "file:///x" })],
])("refuses with %s: %s", (type, body) => {
  expect(read({ path: "/api/event", body })).toMatchObject({ ok: false, failure: { type } });
});
