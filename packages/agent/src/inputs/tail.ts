import { basename, dirname, extname } from "node:path";
import { glob } from "tinyglobby";
import type { Input, InputContext } from "../input.ts";
import { pause } from "../pause.ts";
import { EmitAhead } from "./emit-ahead.ts";
import { FileSet } from "./file-set.ts";
import { FolderHints } from "./folder-hints.ts";
import { makeParser } from "./line-parser.ts";
import { LineRecords } from "./line-records.ts";
import type { TailConfig } from "./tail-config.ts";
import type { TailedFile } from "./tailed-file.ts";

/** Records and characters that are made at once, at most about: few enough to be garbage before it is collected. */
const piece = { records: 128, chars: 64_000 };

/** How long a file that no path leads to is still read: whoever writes to it may not have opened the new one yet. */
const detachedMs = 10_000;

/** At most this part of the time is taken by looking at files that may have changed. */
const leastRest = 20;
const leastPauseMs = 50;

/** Reads files from where it was before, line by line, and follows them through rotation. */
export const tailInput =
  (config: TailConfig): Input =>
  async (context) => {
    const files = new FileSet(config, context);
    const hints = new FolderHints();
    const tail = new Tail(config, context, files);
    try {
      await follow(tail, hints);
    } finally {
      hints.close();
      files.close();
      await tail.settle();
    }
  };

async function follow(tail: Tail, hints: FolderHints): Promise<void> {
  const { config, context } = tail;
  let scannedAt = Number.NEGATIVE_INFINITY;
  while (!context.signal.aborted) {
    const startedAt = performance.now();
    const hint = hints.change();
    if (startedAt - scannedAt >= config.rescanInterval || tail.hasLeft) {
      hints.follow(await tail.scan());
      scannedAt = startedAt;
    }
    if (await tail.pass()) continue;
    const tookMs = performance.now() - startedAt;
    await pause(Math.min(config.pollInterval, Math.max(leastPauseMs, tookMs * leastRest)), context.signal);
    await Promise.race([hint, pause(config.pollInterval, context.signal)]);
  }
}

class Tail {
  readonly config: TailConfig;
  readonly context: InputContext;
  /** A file has left its path: it may be found under another. */
  hasLeft = false;
  readonly #files: FileSet;
  readonly #ahead: EmitAhead;
  readonly #records: LineRecords;
  readonly #chunk: Buffer;
  #paths: string[] = [];

  constructor(config: TailConfig, context: InputContext, files: FileSet) {
    this.config = config;
    this.context = context;
    this.#files = files;
    this.#ahead = new EmitAhead(context);
    this.#records = new LineRecords({ parse: makeParser(config.parser), attributes: config.attributes });
    // A line and its surroundings always fit, so that each read gets on.
    this.#chunk = Buffer.alloc(Math.max(131_072, config.maxLineBytes * 2));
  }

  /** Expands the globs. Answers the folders of what it found. */
  async scan(): Promise<Set<string>> {
    const { paths, exclude } = this.config;
    const found = await glob(paths, { ignore: exclude, absolute: true, dot: true, expandDirectories: false });
    this.#paths = found.sort();
    this.hasLeft = false;
    return new Set(this.#paths.map(dirname));
  }

  /** Looks at every file and reads one piece of each that has more. True where a file has still more. */
  async pass(): Promise<boolean> {
    this.hasLeft = this.#files.look(this.#paths);
    let hasMore = false;
    for (const file of [...this.#files.files.values()]) {
      if (this.context.signal.aborted) break;
      hasMore = this.#read(file) || hasMore;
      if (this.#records.count >= piece.records || this.#records.chars >= piece.chars) await this.#emit();
    }
    // A position alone, in the midst of a line that is passed over, is not worth a write.
    if (!hasMore || this.#records.count > 0) await this.#emit();
    return hasMore;
  }

  #read(file: TailedFile): boolean {
    const { maxLineBytes, partialTimeout, multiline } = this.config;
    const limits = {
      maxLineBytes,
      maxLines: piece.records,
      partialMs: partialTimeout,
      joinMs: multiline?.timeout ?? 0,
    };
    const { texts, cut, hasMore, isReplaced } = file.read(this.#chunk, limits);
    if (cut > 0) this.context.count("perigee.agent.tail.cut_lines", cut);
    this.#add(file, texts);
    if (isReplaced) {
      this.context.count("perigee.agent.tail.replaced_files");
      this.#add(file, this.#files.replace(file));
      return true;
    }
    if (isOver(file)) {
      this.#add(file, file.flushHeld());
      this.#files.drop(file);
    }
    return hasMore;
  }

  #add({ path }: TailedFile, texts: string[]): void {
    const service = this.config.service ?? serviceOf(path);
    for (const text of texts) if (text !== "") this.#records.add(text, service, path);
  }

  async #emit(): Promise<void> {
    const checkpoints = this.#files.takeCheckpoints();
    const { count, chars } = this.#records;
    if (count === 0 && Object.keys(checkpoints).length === 0) return;
    this.context.count("perigee.agent.tail.lines", count);
    await this.#ahead.emit({ telemetry: { logs: this.#records.take() }, checkpoints, chars, records: count });
  }

  settle(): Promise<void> {
    return this.#ahead.settle();
  }
}

/** Whether no path has led to a file for a while, and all of it is read. */
function isOver({ detachedAt, isAtEnd, changedAt }: TailedFile): boolean {
  return detachedAt !== undefined && isAtEnd && Date.now() - Math.max(detachedAt, changedAt) > detachedMs;
}

/** `access` of `/var/log/nginx/access.log`. */
const serviceOf = (path: string): string => basename(path, extname(path)) || basename(path);
