import { type KeyKind, keyPrefixes } from "@perigee/schema";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const randomBytes = 32;
/** 62^43 is the first power of 62 above 2^256. */
const digits = 43;

/** A new key: 256 random bits in base62 behind the prefix of its kind. */
export const newKeyText = (kind: KeyKind): string =>
  keyPrefixes[kind] + base62(crypto.getRandomValues(new Uint8Array(randomBytes)));

export function base62(bytes: Uint8Array): string {
  let rest = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let text = "";
  while (text.length < digits) {
    text = alphabet.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
}
