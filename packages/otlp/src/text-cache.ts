/**
 * Decodes UTF-8. Attribute keys, names of services and short values come again and again: they are found by their bytes, without making the
 * string once more, and without calling the decoder, which costs more than all the rest of reading a short text.
 */

const decoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });

const cachedBytes = 48;
const slots: (string | undefined)[] = Array.from({ length: 4096 });

export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length === 0) return "";
  if (length > cachedBytes) return decoder.decode(bytes.subarray(start, end));
  let hash = length;
  let bits = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    bits |= byte;
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  // Only ASCII, of which a byte is a character, can be compared without decoding it.
  if (bits > 127) return decoder.decode(bytes.subarray(start, end));
  const slot = (hash ^ (hash >>> 15)) & (slots.length - 1);
  const known = slots[slot];
  if (known !== undefined && known.length === length && isSame(known, bytes, start)) return known;
  const text = decoder.decode(bytes.subarray(start, end));
  slots[slot] = text;
  return text;
}

function isSame(text: string, bytes: Uint8Array, start: number): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) !== bytes[start + index]) return false;
  }
  return true;
}
