import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { uuidV7 } from "./uuid-v7.ts";

it("makes ids that are UUIDv7 and carry their time", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (epochMs) => {
      const id = z.uuidv7().parse(uuidV7(epochMs));
      expect(Number.parseInt(id.slice(0, 13).replace("-", ""), 16)).toBe(epochMs);
    }),
  );
  expect(uuidV7(1)).not.toBe(uuidV7(1));
});
