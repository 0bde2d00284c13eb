import { closeSync, fstatSync, openSync, statSync } from "node:fs";
import type { Checkpoint, InputContext } from "../input.ts";
import { type FilePlace, type Found, findMoved, holds, isCopyOf, lastLineEnd, placeOf } from "./file-prints.ts";
import { LineJoiner } from "./join-lines.ts";
import type { TailConfig } from "./tail-config.ts";
import { TailedFile } from "./tailed-file.ts";

type Stored = { path: string; head: string; tail: string } & FilePlace;

/** Kept as a checkpoint of its own from the first look on: files that appear later are read from their beginning. */
const begunKey = "begun";

const beginning: FilePlace = { position: 0, isInside: false };

/**
 * The files that are followed, each under its identity and not its name. Rotation by renaming leaves the identity and changes the name;
 * copytruncate leaves both, and what was not yet read is found again in the copy.
 */
export class FileSet {
  readonly files = new Map<string, TailedFile>();
  readonly #config: TailConfig;
  readonly #context: InputContext;
  readonly #stored: Map<string, Stored>;
  readonly #keyByPath = new Map<string, string>();
  /** Copies of files that are followed themselves, by identity; their sizes when that was seen. */
  readonly #copies = new Map<string, bigint>();
  readonly #unopened = new Set<string>();
  #isFirstLook: boolean;
  /** Changes that the next checkpoint has to tell beside those of the files that were read. */
  #changes: Record<string, Checkpoint | null> = {};

  constructor(config: TailConfig, context: InputContext) {
    this.#config = config;
    this.#context = context;
    this.#stored = new Map([...context.checkpoints].flatMap(([key, value]) => (isStored(value) ? [[key, value]] : [])));
    this.#isFirstLook = !context.checkpoints.has(begunKey);
    if (this.#isFirstLook) this.#changes[begunKey] = { at: Date.now() };
  }

  /** Finds out what stands under these paths now. The first call takes up what was followed before. True where a file has left its path. */
  look(paths: readonly string[]): boolean {
    if (this.#stored.size > 0) this.#resume(paths);
    let hasLeft = false;
    for (const path of paths) hasLeft = this.#lookAt(path) || hasLeft;
    this.#isFirstLook = false;
    return hasLeft;
  }

  /** The content that was read of this file is no longer there: it goes on in its copy, if there is one, and the file from its beginning. */
  replace(file: TailedFile): string[] {
    const { key, path } = file;
    const moved = findMoved(path, { key, position: file.readAt, ...file.prints });
    const held = moved && !this.files.has(moved.key) ? [] : file.flushHeld();
    this.files.delete(key);
    if (moved && !this.files.has(moved.key)) {
      file.moveTo(moved);
      file.detachedAt = Date.now();
      this.files.set(moved.key, file);
    } else {
      if (moved) closeSync(moved.fd);
      this.#context.count("perigee.agent.tail.lost_rests");
      file.close();
    }
    this.#changes[key] = null;
    this.#keyByPath.delete(path);
    this.#lookAt(path);
    return held;
  }

  /** Nothing leads to it any more, and it has been read. */
  drop(file: TailedFile): void {
    file.close();
    this.files.delete(file.key);
    this.#changes[file.key] = null;
  }

  /** How far everything is that has changed since the last call. */
  takeCheckpoints(): Record<string, Checkpoint | null> {
    const changes = this.#changes;
    this.#changes = {};
    for (const file of this.files.values()) {
      if (file.isDirty) changes[file.key] = file.checkpoint();
      file.isDirty = false;
    }
    return changes;
  }

  close(): void {
    for (const file of this.files.values()) file.close();
  }

  #lookAt(path: string): boolean {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    const key = stat?.isFile() ? placeOf(stat) : undefined;
    const before = this.#keyByPath.get(path);
    const hasLeft = before !== undefined && before !== key && this.#detach(before, path);
    if (key === undefined || !stat) this.#keyByPath.delete(path);
    else if (before !== key || this.#copies.get(key) !== (this.files.has(key) ? undefined : stat.size)) {
      this.#keyByPath.set(path, key);
      this.#attach({ path, key, size: stat.size });
    }
    return hasLeft;
  }

  #detach(key: string, path: string): boolean {
    const file = this.files.get(key);
    if (file?.path !== path) return false;
    file.detachedAt = Date.now();
    return true;
  }

  #attach({ path, key, size }: { path: string; key: string; size: bigint }): void {
    const known = this.files.get(key);
    if (known) {
      const isElsewhere = known.detachedAt === undefined && known.path !== path && keyAt(known.path) === key;
      if (isElsewhere) return;
      known.attach(path);
      return;
    }
    const fd = size === 0n ? undefined : this.#open(path, key);
    // An empty file is looked at again: it may become a copy of another.
    if (fd === undefined) return void this.#keyByPath.delete(path);
    if (!this.#isFirstLook && this.#isCopy(path, fd)) {
      this.#copies.set(key, size);
      closeSync(fd);
      return;
    }
    this.#copies.delete(key);
    const isAtEnd = this.#isFirstLook && this.#config.startAt === "end";
    const file = this.#follow({ path, key, fd }, isAtEnd ? { position: lastLineEnd(fd), isInside: false } : beginning);
    file.isDirty = isAtEnd;
  }

  #follow(found: Found, place: FilePlace): TailedFile {
    const { multiline } = this.#config;
    const file = new TailedFile(found, place, multiline && new LineJoiner(multiline));
    this.files.set(found.key, file);
    return file;
  }

  /** A copy has a longer name than what it is made of, as `app.log.1`. What was truncated since will be looked for when it is read. */
  #isCopy(path: string, fd: number): boolean {
    return [...this.files.values()].some((file) => {
      if (file.detachedAt !== undefined || path.length <= file.path.length || !path.startsWith(file.stem)) return false;
      return file.isReplaced() ? holds(fd, { position: file.readAt, ...file.prints }) : isCopyOf(fd, file.fd);
    });
  }

  /** Undefined where it cannot be opened, or is another file by now. */
  #open(path: string, key: string): number | undefined {
    try {
      const fd = openSync(path, "r");
      if (placeOf(fstatSync(fd, { bigint: true })) === key) return fd;
      closeSync(fd);
    } catch (error) {
      this.#tellOnce(path, error);
    }
    return undefined;
  }

  #tellOnce(path: string, error: unknown): void {
    if (this.#unopened.has(path)) return;
    this.#unopened.add(path);
    this.#context.count("perigee.agent.tail.open_errors");
    this.#context.log("warn", "a file cannot be opened", { path, error: String(error) });
  }

  /**
   * Goes on where the agent before this one ended: first under the same names, then for what was renamed, and last for what was truncated,
   * whose copies must be known before they are taken for new files.
   */
  #resume(paths: readonly string[]): void {
    const rank = ([key, { path }]: [string, Stored]) => (keyAt(path) === key ? 0 : 1);
    for (const [key, stored] of [...this.#stored].sort((a, b) => rank(a) - rank(b))) {
      const found = this.#findStored(key, stored);
      if (found?.key !== key) this.#changes[key] = null;
      if (found && !this.files.has(found.key)) {
        const file = this.#follow(found, { position: stored.position, isInside: stored.isInside });
        file.isDirty = found.key !== key || found.path !== stored.path;
        if (paths.includes(found.path)) this.#keyByPath.set(found.path, found.key);
        else file.detachedAt = Date.now();
        continue;
      }
      if (found) closeSync(found.fd);
      this.#context.count("perigee.agent.tail.lost_rests");
      this.#context.log("info", "a file that was followed is gone, with what was not read of it", {
        path: stored.path,
      });
    }
    this.#stored.clear();
  }

  #findStored(key: string, stored: Stored): Found | undefined {
    if (keyAt(stored.path) === key) {
      const fd = this.#open(stored.path, key);
      if (fd !== undefined && holds(fd, stored)) return { path: stored.path, key, fd };
      if (fd !== undefined) closeSync(fd);
    }
    return findMoved(stored.path, { key, ...stored });
  }
}

const isStored = (value: Checkpoint): value is Stored =>
  typeof value["path"] === "string" && typeof value["position"] === "number" && typeof value["head"] === "string";

function keyAt(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && placeOf(stat);
}
