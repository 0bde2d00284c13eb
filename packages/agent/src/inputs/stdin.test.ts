import { PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { soon } from "../../test/agent-of.ts";
import type { InputContext } from "../input.ts";
import { stdinInput } from "./stdin.ts";
import { StdinConfig } from "./stdin-config.ts";

function contextOf(lines: string[], signal = new AbortController().signal): InputContext {
  return {
    name: "stdin",
    emit: ({ logs = [] }) => {
      for (const { items } of logs) lines.push(...items.map(({ body }) => String(body)));
      return Promise.resolve();
    },
    batch: { items: 1, bytes: 1 },
    checkpoints: new Map(),
    count: () => undefined,
    log: () => undefined,
    signal,
  };
}
const configOf = (options: object = {}) => StdinConfig.parse({ type: "stdin", parser: "none", ...options });

describe("standard input", () => {
  it.each([
    ["whole lines", ["one\n", "two\n"], ["one", "two"]],
    ["lines in pieces, the last without an end", ["on", "e\ntw", "o"], ["one", "two"]],
    ["nothing", [], []],
    ["one long line and another", ["x".repeat(3_000), "x\nafter\n"], ["x".repeat(1_024), "after"]],
  ])("of %s is read to its end", async (_, chunks, expected) => {
    const lines: string[] = [];
    const input = stdinInput(
      configOf({ maxLineBytes: "1KiB" }),
      Readable.from(chunks.map((text) => Buffer.from(text))),
    );
    await input(contextOf(lines));
    expect(lines).toEqual(expected);
  });

  it("gives a held record when the next line takes too long, and ends when it is told to", async () => {
    const lines: string[] = [];
    const stopping = new AbortController();
    const stream = new PassThrough();
    const config = configOf({ multiline: { continuePattern: "^ ", timeout: "10ms" } });
    const running = stdinInput(config, stream)(contextOf(lines, stopping.signal));
    stream.write("a\n b\n");
    await soon(() => expect(lines).toEqual(["a\n b"]));
    stopping.abort();
    await running;
  });
});
