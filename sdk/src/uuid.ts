let last = 0;

/** 16 random hex digits, not all zeros, which W3C Trace Context takes for no id. */
export const randomHex = (): string =>
  (crypto.getRandomValues(new BigUint64Array(1))[0] || 1n).toString(16).padStart(16, "0");

/**
 * A UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, 12 bits of counter, then random decimal digits, some 50 bits. Ids of one page
 * always rise, also when its clock steps back. Time and counter are one number, which is exact until 2039.
 */
export function uuidv7(): string {
  last = Math.max(last + 1, Date.now() * 4_096);
  const random = crypto.getRandomValues(new BigUint64Array(2)).join("");
  return `0${last.toString(16)}${random}`.replace(/(.{8})(.{4})(.{3}).(.{3})(.{12}).*/, "$1-$2-7$3-8$4-$5");
}
