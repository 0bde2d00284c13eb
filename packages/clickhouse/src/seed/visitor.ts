import { type Device, makeDevice } from "./devices.ts";
import { choosePlace, type Place } from "./places.ts";
import { Random } from "./random.ts";

/** Someone who visits once or several times; always the same for the same seed and number. */
export type Visitor = { visitorId: string; userId: string; place: Place; device: Device };

function makeVisitor(seed: number, number: number): Visitor {
  const random = new Random(seed, number + 1);
  return {
    visitorId: random.uint64(),
    place: choosePlace(random.fraction()),
    device: makeDevice(random),
    userId: random.chance(0.08) ? `customer-${number}` : "",
  };
}

/** Numbers visitors in the order in which they first come; a third of all visits are from someone who came before. */
export class Visitors {
  #known = 0;
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  next(random: Random): Visitor {
    // Who came lately is more likely to come again: the distance back grows with the fourth power.
    const isReturning = this.#known > 0 && random.chance(0.34);
    const number = isReturning ? this.#known - 1 - Math.floor(this.#known * random.fraction() ** 4) : this.#known++;
    return makeVisitor(this.#seed, number);
  }
}
