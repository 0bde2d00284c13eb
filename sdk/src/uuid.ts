let last = 0;

/**
 * A UUIDv7 (RFC 9562): 48 bits of milliseconds, 12 bits of counter, 60 random bits. Ids of one page always rise, also when its clock steps
 * back. Time and counter are one number, which is exact until 2039.
 */
export function uuidv7(): string {
  last = Math.max(last + 1, Date.now() * 4_096);
  const time = last.toString(16).padStart(15, "0");
  const random = `${crypto.getRandomValues(new BigUint64Array(1))[0]?.toString(16)}`.padStart(16, "0");
  return (time + random).replace(/(.{8})(.{4})(.{3}).(.{3})/, "$1-$2-7$3-8$4-");
}
