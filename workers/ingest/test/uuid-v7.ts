/** A UUIDv7: 48 bits of milliseconds, then the random bits of a v4, whose variant stands in the same place. Ids sort by time. */
export function uuidV7(epochMs: number): string {
  const time = epochMs.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}
