import { randomUUID } from "node:crypto";
import { BatchAnswer } from "@perigee/schema";
import { lateMs, type NumberedRequest } from "./numbered-request.ts";

export const origin = "https://shop.example";

/** A batch as the SDK sends it: events of all three tables, as a visit makes them, numbered by `seq` from `first` on. */
export function makeBatch(first: number, count: number): NumberedRequest {
  const madeAt = Date.now();
  const events = Array.from({ length: count }, (_, index) => makeEvent(first + index, madeAt));
  const [id, sessionId] = [uuidV7(madeAt), uuidV7(madeAt)];
  const context = { sessionId, release: "1.4.2", environment: "test", language: "en-GB", viewportWidth: 1440 };
  return {
    ids: events.map((event) => event.id),
    path: "/v1/events",
    type: "text/plain",
    // The same id at each attempt, and the time of this one.
    encode: () => JSON.stringify({ id, sentAt: Date.now(), context, events }),
    faultOf: (answer) => {
      const { accepted, rejected } = BatchAnswer.parse(answer);
      return accepted === count ? undefined : `${accepted} of ${count} events: ${JSON.stringify(rejected[0])}`;
    },
  };
}

function makeEvent(seq: number, madeAt: number) {
  const time = seq % 9 === 0 ? madeAt - lateMs : madeAt;
  const common = { id: uuidV7(time), time, seq, url: `${origin}/product/dobson-8`, route: "/product/[id]" };
  if (seq % 5 === 0) {
    return { ...common, kind: "vital", metric: "LCP", value: 1200, rating: "good", navigationType: "navigate" };
  }
  if (seq % 7 === 0) return { ...common, kind: "error", type: "TypeError", message: "x", mechanism: "onerror" };
  if (seq % 2 === 0) return { ...common, kind: "pageview", navigationType: "soft-navigation" };
  return { ...common, kind: "custom", name: "numbered", value: seq };
}

/** A v4 id with the time in the place of its first 48 bits (RFC 9562, section 5.7). */
export function uuidV7(epochMs: number): string {
  const time = epochMs.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
