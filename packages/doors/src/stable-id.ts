import { createHash } from "node:crypto";

/** The largest time that a UUIDv7 can hold: 48 bits of milliseconds. */
const maxTime = 2 ** 48 - 1;

/**
 * A UUIDv7 (RFC 9562, section 5.7) whose other bits are a hash of `parts` and not random: what is sent again gets the same id. `time`
 * is milliseconds since the epoch.
 */
export function stableId(time: number, ...parts: readonly string[]): string {
  const ms = Math.trunc(Math.min(maxTime, Math.max(0, time)));
  const hash = createHash("sha256").update(parts.join("\0")).digest("hex");
  const hex = ms.toString(16).padStart(12, "0") + hash;
  return hex.replace(/^(.{8})(.{4})(.{3})(.{3})(.{12}).*$/, "$1-$2-7$3-8$4-$5");
}

const dayMs = 86_400_000;

/**
 * A visit whose client has a session id of its own, of any form. Its start is not known from every request, so the id begins with the day
 * (UTC): a visit over midnight is two.
 */
export const visitOf = (product: string, session: string, time: number): string =>
  stableId(time - (time % dayMs), product, session);

export const hashOfBody = (body: Uint8Array): string => createHash("sha256").update(body).digest("hex");
