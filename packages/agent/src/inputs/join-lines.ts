import { compileLinear } from "@perigee/schema/linear-regex";
import type { Line } from "./take-lines.ts";

/** Lines that belong together, such as a stack trace, as one record. */
export type JoinRule = {
  /** A line that it finds something in begins a record… */
  startPattern?: string | undefined;
  /** …or one that this finds something in goes on with the one before. */
  continuePattern?: string | undefined;
  maxLines: number;
  /** How long the next line may take, ms. */
  timeout: number;
};

/** What a pattern is tried on: what tells a record's first line stands at its beginning. */
const maxPatternChars = 1_000;
/** Characters of one record. */
const maxRecordChars = 256_000;

type Held = { texts: string[]; chars: number; last: Line };

/** Holds a record until the line after it shows that it is whole. */
export class LineJoiner {
  readonly #rule: JoinRule;
  readonly #begins: (text: string) => boolean;
  #held: Held | undefined;

  constructor(rule: JoinRule) {
    this.#rule = rule;
    this.#begins = beginner(rule);
  }

  get isHolding(): boolean {
    return this.#held !== undefined;
  }

  /** Takes a line; answers the record before it where that is whole now. */
  add(line: Line): Line | undefined {
    const held = this.#held;
    if (held && this.#fits(held, line.text)) {
      held.texts.push(line.text);
      held.chars += line.text.length + 1;
      held.last = line;
      return undefined;
    }
    const whole = this.flush();
    this.#held = { texts: [line.text], chars: line.text.length, last: line };
    return whole;
  }

  /** What is held, as it is. */
  flush(): Line | undefined {
    const held = this.#held;
    this.#held = undefined;
    return held && { ...held.last, text: held.texts.join("\n") };
  }

  #fits(held: Held, text: string): boolean {
    const hasRoom = held.texts.length < this.#rule.maxLines && held.chars + text.length < maxRecordChars;
    return hasRoom && !this.#begins(text.slice(0, maxPatternChars));
  }
}

function beginner({ startPattern, continuePattern }: JoinRule): (text: string) => boolean {
  const pattern = compileLinear({ regex: startPattern ?? continuePattern ?? "", ignoreCase: false });
  if (!pattern) return () => true;
  const isStart = startPattern !== undefined;
  return (text) => pattern.findAll(text).length > 0 === isStart;
}
