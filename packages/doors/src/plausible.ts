import { randomUUID } from "node:crypto";
import { fail, type Result, succeed, type WireContext } from "@perigee/schema";
import { z } from "zod";
import { propsOf } from "./attributes.ts";
import type { Asked, Door, Said } from "./door.ts";
import { maybe, numeric } from "./lenient.ts";
import { readJson } from "./read-json.ts";
import { nothingSaid } from "./said.ts";
import { type Draft, pageAddress, wholeMs, wireBatches } from "./wire-batches.ts";

const text = maybe(z.string());

/** Old scripts send objects as text. */
const flat = maybe(
  z.union([
    z.record(z.string(), z.unknown()),
    z
      .string()
      .transform((json) => {
        const read = readJson(new TextEncoder().encode(json));
        return read.ok ? read.value : undefined;
      })
      .pipe(z.record(z.string(), z.unknown())),
  ]),
);

const Revenue = maybe(z.object({ amount: numeric, currency: text }));

/**
 * https://plausible.io/docs/events-api: the short names are the tracker's, the long ones those of the API's documentation. `e` and `sd` of an
 * engagement are milliseconds in the foreground and percent of the page that was seen.
 */
const Body = z
  .object({
    ...{ n: text, name: text, u: text, url: text, d: text, domain: text, r: text, referrer: text },
    ...{ p: flat, props: flat, m: flat, $: Revenue, revenue: Revenue, e: numeric, sd: numeric },
  })
  .transform((body) => ({
    name: body.n ?? body.name ?? "",
    url: body.u ?? body.url,
    domain: body.d ?? body.domain ?? "",
    referrer: body.r ?? body.referrer,
    props: propsOf(body.p ?? body.props ?? body.m ?? {}),
    revenue: body.$ ?? body.revenue,
    durationMs: body.e,
    scrollDepth: body.sd,
  }));
type Body = z.infer<typeof Body>;

/** The tracker has no place for a key: it stands in the address that the tracker is given, `…/api/event?key=pk_…`. */
export const plausible: Door = {
  path: "/api/event",
  findsVisits: true,
  read: (asked) => {
    const json = readJson(asked.body);
    return json.ok ? translate(json.value, asked) : json;
  },
  accept: () => new Response("ok", { status: 202, headers: { "content-type": "text/plain" } }),
};

function translate(json: unknown, asked: Asked): Result<Said> {
  const parsed = Body.safeParse(json);
  if (!parsed.success) return refuse("body", "must be a JSON object");
  const body = parsed.data;
  const { headers, receivedAt } = asked;
  const url = pageAddress(body.url, headers);
  if (body.name === "") return refuse("name", "must say what happened");
  if (url === undefined) return refuse("url", "must be an http or https address");
  const context = contextOf(body, url, asked);
  const drafts = [draftOf(body, { url, time: receivedAt })];
  // Nothing in it tells one request from the next, so each is an event of its own. The tracker never sends one twice.
  return succeed({
    ...nothingSaid(),
    batches: wireBatches({ context, drafts, seed: randomUUID(), sentAt: receivedAt }),
  });
}

const refuse = (field: string, rule: string) => fail("invalid-event", { field, message: `${field}: ${rule}` });

function draftOf({ name, props, revenue, durationMs, scrollDepth }: Body, place: { url: string; time: number }): Draft {
  switch (name) {
    case "pageview":
      return { ...place, kind: "pageview", navigationType: "navigate" };
    // As scripts of 2024 called it, which do not tell the time.
    case "pageleave":
    case "engagement":
      return { ...place, kind: "engagement", durationMs: wholeMs(durationMs ?? 0), scrollDepth: percent(scrollDepth) };
    default: {
      const { amount, currency } = revenue ?? {};
      return { ...place, kind: "custom", name, value: amount, props: { ...props, ...(currency && { currency }) } };
    }
  }
}

const percent = (depth: number | undefined): number | undefined =>
  depth === undefined ? undefined : Math.round(Math.min(100, Math.max(0, depth)));

/**
 * The properties of a page view have no place of their own, so they stand where those of all events do. An engagement tells of the time
 * before it, which began with the view that it belongs to: by that its visit is found.
 */
function contextOf(body: Body, url: string, { headers, receivedAt, findVisit }: Asked): WireContext {
  const { name, domain, referrer, props, durationMs } = body;
  const time = name === "engagement" ? receivedAt - wholeMs(durationMs ?? 0) : receivedAt;
  return {
    ...findVisit(domain, { time, referrer, entryUrl: url }),
    language: headers.get("accept-language")?.split(/[,;]/, 1)[0] || undefined,
    sdkVersion: "plausible",
    ...(name === "pageview" && { props }),
  };
}
