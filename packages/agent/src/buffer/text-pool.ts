/** What most texts fit into. */
const blockBytes = 65_536;
/** As many as are at work while much is read. */
const keptBlocks = 24;

/** Memory for texts, used again and again: of what is left to the garbage collector, 20 MB wait for it at any time. */
export class TextPool {
  readonly #free: Buffer[] = [];

  /** At least so many bytes, until `release`. */
  take(bytes: number): Buffer {
    const block = bytes <= blockBytes ? this.#free.pop() : undefined;
    return block ?? Buffer.allocUnsafeSlow(Math.max(bytes, blockBytes));
  }

  /** A part of what was taken gives back all of it. */
  release({ buffer }: Buffer): void {
    if (buffer.byteLength === blockBytes && this.#free.length < keptBlocks) this.#free.push(Buffer.from(buffer));
  }
}
