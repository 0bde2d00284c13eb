import { fail, succeed } from "@perigee/schema";
import type { Asked, Door, Said } from "./door.ts";
import { contextOf, routeOf } from "./faro/page.ts";
import { Payload } from "./faro/payload.ts";
import { draftsOf, firstTime, type Signals, signalsOf } from "./faro/signals.ts";
import { logsOf, spansOf } from "./faro/telemetry.ts";
import { readJson } from "./read-json.ts";
import { hashOfBody } from "./stable-id.ts";
import { pageAddress, wireBatches } from "./wire-batches.ts";

/** The collector of Grafana Faro: @grafana/faro-web-sdk and what is built on it. */
const collector: Omit<Door, "path"> = {
  findsVisits: true,
  read: (asked) => {
    const json = readJson(asked.body);
    if (!json.ok) return json;
    const payload = Payload.safeParse(json.value);
    return payload.success ? succeed(translate(payload.data, asked)) : notFaro;
  },
  accept: () => new Response("ok", { status: 202, headers: { "content-type": "text/plain" } }),
};

/** The SDK has its key in x-api-key, which every door takes, or in the address. */
export const faro: readonly Door[] = [
  { path: "/collect", ...collector },
  { path: "/collect/:key", ...collector },
];

const notFaro = fail("invalid-batch", {
  field: "body",
  message: "body: must be an object with Faro's meta and lists of signals",
});

function translate(payload: Payload, { body, headers, receivedAt, findVisit }: Asked): Said {
  const { meta } = payload;
  const signals = signalsOf(payload);
  const url = pageAddress(meta.page?.url, headers);
  const context = contextOf(meta, { url, time: firstTime(signals) ?? receivedAt, findVisit });
  const { spans, rejected } = spansOf(payload, context.sessionId);
  const drafts = url === undefined ? [] : draftsOf(signals, { url, route: routeOf(meta) }, receivedAt);
  const faults = url === undefined ? [...signals.faults, ...withoutPage(signals)] : signals.faults;
  return {
    logs: logsOf(signals.logs, { meta, url, sessionId: context.sessionId }),
    spans,
    metrics: [],
    // Faro does not say when it sends, so its clock is taken as it is.
    batches: wireBatches({ context, drafts, seed: hashOfBody(body), sentAt: receivedAt }),
    rejected: { count: faults.length + rejected.count, message: faults[0] ?? rejected.message },
  };
}

/** Events belong to a page. */
const withoutPage = ({ events, exceptions, measurements }: Signals): string[] =>
  [...events, ...exceptions, ...measurements].map(() => "meta.page.url: must be an http or https address");
