import { type FSWatcher, watch } from "node:fs";
import { Signpost } from "../signpost.ts";

/** The system has few watches, and polling finds everything in the end. */
const maxFolders = 100;

/** Tells that something changes in folders, where the system can: files are then read at once, and not at the next poll. */
export class FolderHints {
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #changed = new Signpost();

  /** Watches these folders and no others. */
  follow(folders: ReadonlySet<string>): void {
    for (const folder of this.#watchers.keys()) if (!folders.has(folder)) this.#leave(folder);
    for (const folder of folders) if (this.#watchers.size < maxFolders) this.#watch(folder);
  }

  change(): Promise<void> {
    return this.#changed.next();
  }

  close(): void {
    for (const folder of this.#watchers.keys()) this.#leave(folder);
  }

  #watch(folder: string): void {
    if (this.#watchers.has(folder)) return;
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#changed.pass());
      watcher.on("error", () => this.#leave(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // Not there, not ours, or no watch left: polling has to do.
    }
  }

  #leave(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}
