import fc from "fast-check";
import { expect, it } from "vitest";
import { isTemporary, MAX_FAILURES, retryDelayMs } from "./retry.ts";

it.each([0, 408, 429, 500, 502, 503, 504])("tries again after %i", (status) => expect(isTemporary(status)).toBe(true));
it.each([400, 401, 403, 404, 413, 415])("gives up after %i", (status) => expect(isTemporary(status)).toBe(false));

it("waits longer each time, as much again at most by chance, a minute or so at last", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: MAX_FAILURES }), (failures) => {
      const pause = 500 * 2 ** (failures - 1);
      const delay = retryDelayMs(failures, null);
      expect(delay).toBeGreaterThanOrEqual(pause);
      expect(delay).toBeLessThanOrEqual(Math.min(2 * pause, 64_000));
    }),
  );
});

it("never comes back before the server's Retry-After", () =>
  expect(retryDelayMs(1, "30")).toBeGreaterThanOrEqual(30_000));
it("takes a Retry-After that is no number as none", () => expect(retryDelayMs(1, "soon")).toBeLessThanOrEqual(1_000));
