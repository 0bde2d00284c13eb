import { appendFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../test/agent-of.ts";
import { DiskBuffer } from "./disk-buffer.ts";
import { decodeFrame, encodeFrame, type Frame, prefixBytes } from "./frame.ts";
import { BufferRefused } from "./lock.ts";

const never = new AbortController().signal;
const open = (dir: string) => DiskBuffer.open({ dir, maxBytes: 1_000_000, log: () => undefined });
const frameOf = (position: number, bytes = 10): Frame => ({
  changes: { tail: { file: { position } } },
  isSnapshot: false,
  parts: [{ signal: "logs", items: 1, body: Buffer.alloc(bytes, position % 256) }],
});
const positionOf = (buffer: DiskBuffer) => buffer.checkpoints.of("tail").get("file")?.["position"];
const firstOf = async (buffer: DiskBuffer) => (await buffer.next(never))?.parts[0]?.body[0];
const segments = (dir: string) =>
  readdirSync(dir)
    .filter((name) => name.endsWith(".frames"))
    .sort();

it("what is written as a frame is read as it was", () => {
  const parts = fc.array(
    fc.record({
      signal: fc.constantFrom("logs" as const, "traces" as const, "metrics" as const),
      items: fc.nat(),
      body: fc.uint8Array({ maxLength: 200 }),
    }),
  );
  fc.assert(
    fc.property(fc.string(), parts, fc.boolean(), (path, given, isSnapshot) => {
      const bytes = encodeFrame({ changes: { tail: { file: { path } } }, isSnapshot, parts: given });
      const read = decodeFrame(bytes.subarray(0, prefixBytes), bytes.subarray(prefixBytes));
      expect(read).toMatchObject({ changes: { tail: { file: { path } } }, isSnapshot });
      expect(read?.parts.map((part) => ({ ...part, body: new Uint8Array(part.body) }))).toEqual(given);
    }),
  );
});

describe("a buffer that is opened again", () => {
  it("gives what was not acknowledged, and no more", async () => {
    const dir = makeFolder();
    const first = await open(dir);
    for (const position of [1, 2, 3]) await first.append(frameOf(position));
    expect(await firstOf(first)).toBe(1);
    await first.acknowledge();
    await first.close();
    const second = await open(dir);
    expect([await firstOf(second), positionOf(second)]).toEqual([2, 3]);
    await second.close();
  });

  it("knows positions whose segments are gone", async () => {
    const dir = makeFolder();
    const first = await open(dir);
    await first.append({ changes: { host: { boot: { id: "a" } } }, isSnapshot: false, parts: [] });
    for (let position = 1; position <= 20; position++) {
      await first.append(frameOf(position, 40_000));
      expect(await firstOf(first)).toBe(position);
      await first.acknowledge();
    }
    await first.close();
    expect(segments(dir).length).toBeLessThan(3);
    const second = await open(dir);
    expect(positionOf(second)).toBe(20);
    expect(second.checkpoints.of("host").get("boot")).toEqual({ id: "a" });
    await second.close();
  });

  it.each([
    ["torn anywhere in its last entry", (path: string, size: number) => truncateSync(path, size - 3)],
    ["followed by garbage", (path: string) => appendFileSync(path, Buffer.alloc(5_000, 0x41))],
    [
      "damaged in its last entry",
      (path: string, size: number) => {
        const bytes = readFileSync(path);
        bytes[size - 1] = (bytes[size - 1] ?? 0) ^ 1;
        writeFileSync(path, bytes);
      },
    ],
  ])("goes on behind the last whole entry of a segment %s", async (_, harm) => {
    const dir = makeFolder();
    const first = await open(dir);
    for (const position of [1, 2]) await first.append(frameOf(position));
    await first.close();
    const path = join(dir, segments(dir).at(-1) ?? "");
    harm(path, readFileSync(path).length);
    const second = await open(dir);
    const kept = harm.length === 1 ? 2 : 1;
    expect(positionOf(second)).toBe(kept);
    await second.append(frameOf(9));
    const bodies: (number | undefined)[] = [];
    while (!second.isDrained) {
      bodies.push(await firstOf(second));
      await second.acknowledge();
    }
    expect(bodies).toEqual(kept === 2 ? [1, 2, 9] : [1, 9]);
    await second.close();
  });

  it("starts anew from a segment whose snapshot was torn, where it had not begun", async () => {
    const dir = makeFolder();
    const first = await open(dir);
    await first.append(frameOf(1));
    await first.close();
    writeFileSync(join(dir, "000000000002.frames"), Buffer.from([40, 0, 0, 0, 1]));
    const second = await open(dir);
    expect([positionOf(second), await firstOf(second)]).toEqual([1, 1]);
    expect(segments(dir)).toEqual(["000000000001.frames"]);
    await second.close();
  });

  it("gives everything again where it does not know what was delivered", async () => {
    const dir = makeFolder();
    const first = await open(dir);
    await first.append(frameOf(1));
    await first.next(never);
    await first.acknowledge();
    await first.close();
    writeFileSync(join(dir, "delivered.json"), "{");
    const second = await open(dir);
    expect(await firstOf(second)).toBe(1);
    await second.close();
  });
});

describe("a folder", () => {
  it("is for one agent at a time", async () => {
    const dir = makeFolder();
    const first = await open(dir);
    await expect(open(dir)).rejects.toThrow(BufferRefused);
    await first.close();
    await (await open(dir)).close();
  });

  it("is free again when its agent was killed", async () => {
    const dir = makeFolder();
    writeFileSync(join(dir, "lock"), JSON.stringify({ pid: process.pid, startedAt: "1" }));
    await (await open(dir)).close();
    writeFileSync(join(dir, "lock"), "{");
    await (await open(dir)).close();
  });

  it("that cannot be made is refused with what to do", async () => {
    const file = join(makeFolder(), "file");
    writeFileSync(file, "");
    await expect(open(join(file, "buffer"))).rejects.toThrow("buffer.dir");
  });
});
