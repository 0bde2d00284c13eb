let last = 0;

/**
 * A UUIDv7 (RFC 9562): 48 bits of milliseconds, 12 bits of counter, 60 random bits. Ids of one page always rise, also when its clock steps
 * back. Time and counter are one number, which is exact until 2039; the counter starts in its lower half, so that it rarely runs over.
 */
export function uuidv7(): string {
  last = Math.max(last + 1, Date.now() * 4_096 + Math.floor(Math.random() * 2_048));
  const time = last.toString(16).padStart(15, "0");
  const random = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    (byte + 256).toString(16).slice(1),
  ).join("");
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${time.slice(12)}-8${random.slice(1, 4)}-${random.slice(4)}`;
}
