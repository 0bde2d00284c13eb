import type { Checkpoint } from "../input.ts";
import type { CheckpointChanges, Frame } from "./frame.ts";

/** How far each input has come, by its name and its own keys, as the frames that were written say. */
export class Checkpoints {
  readonly #inputs = new Map<string, Map<string, Checkpoint>>();

  of(input: string): ReadonlyMap<string, Checkpoint> {
    return this.#inputs.get(input) ?? new Map();
  }

  take({ changes, isSnapshot }: Frame): void {
    if (isSnapshot) this.#inputs.clear();
    for (const [input, entries] of Object.entries(changes)) {
      const kept = this.#inputs.get(input) ?? new Map<string, Checkpoint>();
      this.#inputs.set(input, kept);
      for (const [key, checkpoint] of Object.entries(entries)) {
        if (checkpoint === null) kept.delete(key);
        else kept.set(key, checkpoint);
      }
    }
  }

  snapshot(): Frame {
    const changes: CheckpointChanges = {};
    for (const [input, kept] of this.#inputs) changes[input] = Object.fromEntries(kept);
    return { changes, isSnapshot: true, parts: [] };
  }
}
