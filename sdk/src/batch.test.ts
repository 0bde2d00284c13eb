import fc from "fast-check";
import { beforeAll, expect, it, vi } from "vitest";
import { type Batch, byteLength, createBatcher, encodeBatch, halve } from "./batch.ts";
import type { Session } from "./session.ts";

type Added = { text: string; session: string };

const added: fc.Arbitrary<Added> = fc.record({
  text: fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.nat(30_000).map((size) => "é".repeat(size)),
  ),
  session: fc.constantFrom("first", "second"),
});

// The width of the window is the one thing a context reads that Node has no word for.
beforeAll(() => vi.stubGlobal("innerWidth", 1280));

const sessions = new Map(
  ["first", "second", "s"].map((id): [string, Session] => [id, { id, seq: 0, activeAt: 0, source: {} }]),
);

function run(events: Added[], batchSize: number): Batch[] {
  const batches: Batch[] = [];
  const batcher = createBatcher({ apiKey: "", endpoint: "", batchSize }, (batch) => batches.push(batch));
  for (const { text, session } of events) batcher.add(JSON.stringify(text), sessions.get(session) as Session);
  batcher.seal();
  return batches;
}

it("keeps every event that fits, in order, in batches that are small enough and of one session", () => {
  fc.assert(
    fc.property(fc.array(added, { maxLength: 60 }), fc.integer({ min: 1, max: 100 }), (events, maxEvents) => {
      const batches = run(events, maxEvents);
      const fitting = events.filter(({ text }) => byteLength(JSON.stringify(text)) < 59_000);
      const kept = batches.flatMap((batch) =>
        batch.events.map((text) => ({ text: JSON.parse(text), session: batch.context.sessionId })),
      );
      expect(kept.filter(({ text }) => byteLength(JSON.stringify(text)) < 59_000)).toEqual(fitting);
      for (const batch of batches) {
        expect(byteLength(encodeBatch(batch))).toBeLessThanOrEqual(60_000);
        expect(batch.events.length).toBeLessThanOrEqual(maxEvents);
        expect(batch.events.length).toBeGreaterThan(0);
      }
    }),
  );
});

it("refuses an event that is larger than a batch may be, and keeps its neighbours", () => {
  const batches = run(
    [
      { text: "before", session: "s" },
      { text: "x".repeat(60_000), session: "s" },
      { text: "after", session: "s" },
    ],
    100,
  );
  expect(batches.flatMap((batch) => batch.events)).toEqual(['"before"', '"after"']);
});

it("writes the time of sending anew for each attempt, and never another id", () => {
  const [batch] = run([{ text: "a", session: "s" }], 1) as [Batch];
  const [first, second] = [JSON.parse(encodeBatch(batch)), JSON.parse(encodeBatch(batch))];
  expect(first.id).toBe(second.id);
  expect(first.sentAt).toBeLessThanOrEqual(second.sentAt);
  expect(first.events).toEqual(["a"]);
});

it("halves without losing or reordering, under new ids", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 100 }), (texts) => {
      const [batch] = run(
        texts.map((text) => ({ text, session: "s" })),
        100,
      ) as [Batch];
      const [left, right] = halve(batch);
      expect([...left.events, ...right.events]).toEqual(batch.events);
      expect(Math.abs(left.events.length - right.events.length)).toBeLessThanOrEqual(1);
      expect(new Set([batch.id, left.id, right.id]).size).toBe(3);
    }),
  );
});
