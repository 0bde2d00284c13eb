import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { EmitAhead } from "./emit-ahead.ts";

/** A buffer that keeps what it is given, one after the other, when it is told to. */
function slowBuffer() {
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const emit = () => new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
  return { waiting, context: { emit, batch: { items: 10, bytes: 1_000 } } };
}
const piece = { telemetry: {}, chars: 10, records: 5 };

/** Whether it has resolved when all that can happen has happened. */
const isDone = async (promise: Promise<void>): Promise<boolean> =>
  Promise.race([promise.then(() => true), setImmediate(false)]);

describe("pieces that are handed over ahead", () => {
  it.each([
    ["a batch and a half of records", piece, 3],
    ["a batch and a half of characters", { ...piece, chars: 500 }, 3],
  ])("are waited for beyond %s", async (_, given, most) => {
    const { waiting, context } = slowBuffer();
    const ahead = new EmitAhead(context);
    for (let sent = 0; sent < most; sent++) expect(await isDone(ahead.emit(given))).toBe(true);
    const next = ahead.emit(given);
    expect(await isDone(next)).toBe(false);
    waiting.shift()?.resolve();
    expect(await isDone(next)).toBe(true);
  });

  it("tell that one was refused when its turn comes, and are settled when none is under way", async () => {
    const { waiting, context } = slowBuffer();
    const ahead = new EmitAhead(context);
    for (let sent = 0; sent < 3; sent++) await ahead.emit(piece);
    waiting[0]?.reject(new Error("stopped"));
    await expect(ahead.emit(piece)).rejects.toThrow("stopped");
    const settled = ahead.settle();
    expect(await isDone(settled)).toBe(false);
    for (const { resolve } of waiting.slice(1)) resolve();
    expect(await isDone(settled)).toBe(true);
  });
});
