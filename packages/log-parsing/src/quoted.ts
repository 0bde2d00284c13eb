/** A text in double quotes: what stands between them as it was written, and the place behind the closing one. */
type Quoted = { raw: string; end: number };

/** Reads from the quote at `start` to the next that has no odd number of backslashes before it. */
export function readQuoted(text: string, start: number): Quoted | undefined {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (quote - slashes - 1 > start && text[quote - slashes - 1] === "\\") slashes += 1;
    if (slashes % 2 === 0) return { raw: text.slice(start + 1, quote), end: quote + 1 };
  }
  return undefined;
}

const escapes = /((?:\\x[\da-fA-F]{2})+)|\\(?:u([\da-fA-F]{4})|([\s\S]))/g;
const controls: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v", a: "\u0007" };

/** Undoes the escapes of C, JSON and Go, and those of nginx and Apache, whose `\xC3\xA9` are bytes of UTF-8. */
export function undoEscapes(raw: string): string {
  if (!raw.includes("\\")) return raw;
  return raw.replace(escapes, (_, ...[bytes, hex, char]: (string | undefined)[]) => {
    if (bytes !== undefined) return decodeBytes(bytes);
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return controls[char ?? ""] ?? char ?? "";
  });
}

const utf8 = new TextDecoder();

function decodeBytes(escaped: string): string {
  const bytes = new Uint8Array(escaped.length / 4);
  for (let place = 0; place < bytes.length; place++)
    bytes[place] = Number.parseInt(escaped.slice(place * 4 + 2, place * 4 + 4), 16);
  return utf8.decode(bytes);
}
