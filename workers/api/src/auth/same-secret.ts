import { createHash, timingSafeEqual } from "node:crypto";

/** Compares hashes, whose lengths are equal, in constant time. Without an expected secret nothing is right. */
export function isSameSecret(sent: string | undefined, expected: string | undefined): boolean {
  if (sent === undefined || expected === undefined) return false;
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(sent), hash(expected));
}
