/** Base64 of RFC 4648 with padding; the letters of base64url are read as well, with or without padding, as protobuf's JSON mapping asks. */

export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary);
}

/** Undefined where the text is none. */
export function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  } catch {
    // atob throws for every letter and length that base64 does not have.
    return undefined;
  }
}
