import { gunzipSync } from "node:zlib";
import { BatchAnswer, ErrorAnswerSchema } from "@perigee/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyBatch, anyId, anyTime } from "../test/any-batch.ts";
import { makeKey, post, queued, rowsOf } from "../test/batches.ts";
import { fuzzRuns } from "../test/fuzz-runs.ts";

const tables = ["events", "web_vitals", "errors"] as const;

describe("whatever is sent", () => {
  it("any JSON value as a body is answered below 500, in the shape of the failure list", async () => {
    const { apiKey } = await makeKey();
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 5 }), async (body) => {
        await expectRefusal(await post(body, { apiKey }));
      }),
      { numRuns: fuzzRuns(0.05) },
    );
  });

  it("any JSON value in the place of an event is answered below 500", async () => {
    const { apiKey } = await makeKey();
    const anything = fc.record({
      id: anyId,
      sentAt: anyTime,
      context: fc.record({ sessionId: anyId }),
      events: fc.array(fc.jsonValue(), { minLength: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(anything, async (body) => {
        const response = await post(JSON.stringify(body), { apiKey });
        expect(response.status).toBe(400);
        expect(ErrorAnswerSchema.parse(await response.json()).rejected).toHaveLength(body.events.length);
      }),
      { numRuns: fuzzRuns(0.03) },
    );
  });

  it("any bytes as a body are answered below 500, whatever they are marked as", async () => {
    const { apiKey } = await makeKey();
    const mark = fc.constantFrom("", "&z=gzip", "&z=deflate", "&z=");
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), mark, async (bytes, query) => {
        await expectRefusal(await post(new Uint8Array(bytes), { apiKey, query }));
      }),
      { numRuns: fuzzRuns(0.05) },
    );
  });

  it("any key, encoding and content type are answered below 500", async () => {
    const text = fc.string({ unit: "grapheme-ascii", maxLength: 80 });
    const headers = fc.record({ "content-type": text, "content-encoding": text, origin: text, authorization: text });
    await fc.assert(
      fc.asyncProperty(text, text, headers, async (key, mark, sent) => {
        const [apiKey, encoded] = [key, mark].map(encodeURIComponent);
        await expectRefusal(await post("{}", { apiKey: apiKey ?? "", query: `&z=${encoded}`, headers: sent }));
      }),
      { numRuns: fuzzRuns(0.05) },
    );
  });

  it("a batch of which any part became something else is answered below 500, and not all of them with a refusal", async () => {
    const { apiKey, projectId } = await makeKey();
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(anyBatch, fc.array(fc.nat()), fc.jsonValue(), async (batch, path, value) => {
        const response = await post(JSON.stringify(withChanged(batch, path, value)), { apiKey });
        statuses.add(response.status);
        expect(response.status).toBeLessThan(500);
        await response.body?.cancel();
      }),
      { numRuns: fuzzRuns(0.05) },
    );
    expect(statuses).toContain(202);
    await queued(projectId);
  });
});

/** The value with one of its parts, which the path leads to, replaced. */
function withChanged(value: unknown, [turn, ...path]: number[], other: unknown): unknown {
  if (turn === undefined || typeof value !== "object" || value === null) return other;
  const entries = Object.entries(value);
  const changed = entries.map(([key, part], index) => [
    key,
    index === turn % entries.length ? withChanged(part, path, other) : part,
  ]);
  return Array.isArray(value) ? changed.map(([, part]) => part) : Object.fromEntries(changed);
}

async function expectRefusal(response: Response): Promise<void> {
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.status).toBeLessThan(500);
  ErrorAnswerSchema.parse(await response.json());
}

describe("whatever valid batch is sent", () => {
  it("becomes as many rows as it has events, each of its table's shape, and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(anyBatch, async (body) => {
        const { apiKey, projectId } = await makeKey();
        const response = await post(JSON.stringify(body), { apiKey });
        const answer = BatchAnswer.parse(await response.json());
        expect(answer).toMatchObject({ accepted: body.events.length, rejected: [] });
        const messages = await queued(projectId);
        const ids = tables.flatMap((table) => rowsOf(messages, table)).map((row) => row["event_id"]);
        expect(ids.sort()).toEqual(body.events.map((sent) => sent.id).sort());
        const lines = messages.flatMap((message) => message.segments.map(({ gzip }) => gunzipSync(gzip).toString()));
        // Half a surrogate pair, escaped in JSON, is what ClickHouse would refuse.
        expect(lines.join("").isWellFormed() && !/(?<!\\)(\\\\)*\\ud[89a-f]/i.test(lines.join(""))).toBe(true);
      }),
      { numRuns: fuzzRuns(0.01) },
    );
  });
});
