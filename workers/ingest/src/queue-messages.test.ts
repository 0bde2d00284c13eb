import { gunzipSync } from "node:zlib";
import { limits, QueueMessage } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import { batchOf, custom, makeKey, pageview, post, queued, rowsOf, thrown, vital } from "../test/batches.ts";

/** Text that gzip cannot shorten much. */
const noise = (chars: number): string =>
  Array.from({ length: chars }, () => String.fromCharCode(0x4e00 + Math.floor(Math.random() * 20_000))).join("");

describe("queue messages", () => {
  it("hold one segment per table, each in bytes of its own", async () => {
    const { apiKey, projectId } = await makeKey();
    await post(batchOf([pageview(), vital(), thrown(), custom()]), { apiKey });
    const [message] = await queued(projectId);
    const checked = QueueMessage.parse(message);
    expect(checked.segments.map(({ table, rows }) => [table, rows])).toEqual([
      ["events", 2],
      ["web_vitals", 1],
      ["errors", 1],
    ]);
    for (const { gzip } of checked.segments) expect(gzip.buffer.byteLength).toBe(gzip.byteLength);
  });

  it("are split where one would be larger than the queue takes, with no row lost or doubled", async () => {
    const { apiKey, projectId } = await makeKey();
    const events = Array.from({ length: 60 }, () =>
      custom({ props: { a: noise(1_000), b: noise(1_000), c: noise(1_000) } }),
    );
    const response = await post(batchOf(events), { apiKey });
    expect(await response.json()).toMatchObject({ accepted: 60 });
    const messages = await queued(projectId, 4);
    for (const { segments } of messages) {
      expect(segments.reduce((sum, { gzip }) => sum + gzip.byteLength, 0)).toBeLessThan(limits.queueMessageBytes);
      for (const { gzip } of segments) {
        expect(gzip.buffer.byteLength).toBe(gzip.byteLength);
        expect(gunzipSync(gzip).length).toBeGreaterThan(0);
      }
    }
    const rows = rowsOf(messages, "events");
    expect(rows.map((row) => row["event_id"]).sort()).toEqual(events.map((event) => event["id"]).sort());
    expect(new Set(rows.map((row) => row["message_id"]))).toEqual(new Set(messages.map((message) => message.id)));
  });

  it("that could not hold even one row are refused with its size", async () => {
    const { apiKey } = await makeKey();
    const props = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, noise(1_000)]));
    const response = await post(batchOf([thrown({ props, stack: noise(16_000) })]), { apiKey });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { type: "body-too-large", field: "events" } });
  });
});
