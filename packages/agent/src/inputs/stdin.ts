import type { Readable } from "node:stream";
import type { Input, InputContext } from "../input.ts";
import { EmitAhead } from "./emit-ahead.ts";
import { LineJoiner } from "./join-lines.ts";
import { makeParser } from "./line-parser.ts";
import { LineRecords } from "./line-records.ts";
import type { StdinConfig } from "./stdin-config.ts";
import { type Line, takeLines, textOf } from "./take-lines.ts";

/** Of lines that become records at once. */
const maxLines = 128;

/**
 * Reads lines that another program writes to the agent. That program waits while the buffer is full, and nothing is kept of where it was.
 * Ends with the stream.
 */
export const stdinInput =
  (config: StdinConfig, stream: Readable = process.stdin): Input =>
  async (context) => {
    const lines = new StreamLines(config, context);
    const stop = () => stream.destroy();
    context.signal.addEventListener("abort", stop, { once: true });
    try {
      for await (const chunk of stream) await lines.take(Buffer.from(chunk));
    } catch (error) {
      if (!context.signal.aborted) throw error;
    } finally {
      context.signal.removeEventListener("abort", stop);
      await lines.end();
    }
  };

class StreamLines {
  readonly #config: StdinConfig;
  readonly #context: InputContext;
  readonly #records: LineRecords;
  readonly #joiner: LineJoiner | undefined;
  readonly #ahead: EmitAhead;
  #rest: Buffer = Buffer.alloc(0);
  #isInside = false;
  #joining: NodeJS.Timeout | undefined;

  constructor(config: StdinConfig, context: InputContext) {
    this.#config = config;
    this.#context = context;
    this.#records = new LineRecords({ parse: makeParser(config.parser), attributes: config.attributes });
    this.#ahead = new EmitAhead(context);
    this.#joiner = config.multiline && new LineJoiner(config.multiline);
  }

  async take(chunk: Buffer): Promise<void> {
    clearTimeout(this.#joining);
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (let consumed = 1; consumed > 0 && this.#rest.length > 0; ) consumed = await this.#takePiece();
    // What cannot be handed over is told of by the buffer itself.
    if (this.#joiner?.isHolding)
      this.#joining = setTimeout(() => void this.#flush().catch(() => undefined), this.#config.multiline?.timeout);
  }

  async end(): Promise<void> {
    clearTimeout(this.#joining);
    const text = this.#isInside ? "" : textOf(this.#rest, this.#config.maxLineBytes);
    this.#add({ text, end: 0, isWhole: true });
    await this.#flush();
    await this.#ahead.settle();
  }

  async #takePiece(): Promise<number> {
    const { maxLineBytes } = this.#config;
    const taken = takeLines(this.#rest, this.#isInside, { maxLineBytes, maxLines });
    this.#isInside = taken.isInside;
    this.#rest = this.#rest.subarray(taken.consumed);
    if (taken.cut > 0) this.#context.count("perigee.agent.stdin.cut_lines", taken.cut);
    for (const line of taken.lines) this.#add(line);
    await this.#hand();
    return taken.consumed;
  }

  #add(line: Line): void {
    this.#addText(this.#joiner ? this.#joiner.add(line)?.text : line.text);
  }

  #addText(text: string | undefined): void {
    if (text) this.#records.add(text, this.#config.service ?? "stdin");
  }

  #flush(): Promise<void> {
    this.#addText(this.#joiner?.flush()?.text);
    return this.#hand();
  }

  async #hand(): Promise<void> {
    const { count, chars } = this.#records;
    if (count === 0) return;
    this.#context.count("perigee.agent.stdin.lines", count);
    await this.#ahead.emit({ telemetry: { logs: this.#records.take() }, chars, records: count });
  }
}
