import { timingSafeEqual } from "node:crypto";

/** Takes as long for a secret that is nearly right as for one that is all wrong; only the length can be told from the time. */
export function isSameSecret(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
