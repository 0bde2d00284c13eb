import { expect, it } from "vitest";
import { asked, doorOf, hear, hearRecorded, read, receivedAt, say, visitOfDay } from "../test/recorded.ts";

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

it("each request is an event of its own", () => {
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

/** What the door asks ingest for one request. */
function askedFor(body: object) {
  const questions: unknown[] = [];
  doorOf("/api/event").read({
    ...asked({ path: "/api/event", body: JSON.stringify(body) }),
    findVisit: (site, event) => {
      questions.push({ site, ...event });
      return visitOfDay(site, event);
    },
  });
  return questions;
}

it("the visit is that of the site's visitor; an engagement's is the one it began in", () => {
  const { url: entryUrl, domain: site } = pageview;
  const referrer = "https://search.example/";
  expect(askedFor({ ...pageview, r: referrer })).toEqual([{ site, time: receivedAt, referrer, entryUrl }]);
  expect(askedFor({ ...pageview, n: "engagement", e: 9_000 })).toMatchObject([{ site, time: receivedAt - 9_000 }]);
  expect(askedFor({ ...pageview, n: "Signup", e: 9_000 })).toMatchObject([{ site, time: receivedAt }]);
});

it("leaving a page is an engagement with older scripts, too", () => {
  expect(hear([send({ ...pageview, n: "pageleave", sd: 40 })]).events).toMatchObject([
    { kind: "engagement", durationMs: 0, scrollDepth: 40 },
  ]);
});

it("an event has the arrival of its visit, where ingest knows it", () => {
  const arrival = { referrer: "https://ads.example/", entryUrl: "https://shop.example/?utm_source=ads" };
  const visit = { sessionId: "01960000-0000-7000-8000-000000000000", ...arrival };
  const request = asked({ path: "/api/event", body: JSON.stringify({ ...pageview, r: pageview.url }) });
  const said = doorOf("/api/event").read({ ...request, findVisit: () => visit });
  expect(said.ok && hear([said.value]).events).toMatchObject([{ url: pageview.url, context: visit }]);
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
