import { type Find, matchesOf, type Span } from "./span.ts";

const at = /@|%40/gi;
const localChar = /[\p{L}\p{N}.!#$%&'*+^_`|~-]/u;
const wordChar = /[\p{L}\p{N}]/u;
/** Labels and a top-level domain, in the alphabet or as punycode. */
const domain = /(?:[\p{L}\p{N}-]{1,63}\.)+(?:xn--[a-z\d-]{2,59}|\p{L}{2,24})/iuy;

/** RFC 5321, section 4.5.3.1.1. */
const maxLocalChars = 64;
const maxDomainChars = 255;

/** `logo@2x.png` is a picture for fine screens. */
const pixelRatio = /^\d(?:\.\d)?x\.(?:png|jpe?g|webp|avif|gif|svg)$/i;

/**
 * E-mail addresses, also with %40 in the place of @. Found from each @ outwards and not by one expression, which would begin anew at
 * each character before the @.
 */
export const findEmails: Find = (text) => {
  const spans: Span[] = [];
  for (const { 0: sign, index } of matchesOf(at, text)) {
    const end = domainEnd(text, index + sign.length);
    if (end === undefined) continue;
    const floor = Math.max(spans.at(-1)?.end ?? 0, index - maxLocalChars);
    const start = localStart(text, index, floor);
    if (start < index) spans.push({ start, end });
  }
  return spans;
};

/** Leading signs belong to the sentence around it, as in `'ann@mail.example'`. */
function localStart(text: string, end: number, floor: number): number {
  let start = end;
  while (start > floor && localChar.test(text.charAt(start - 1))) start -= 1;
  while (start < end && !wordChar.test(text.charAt(start))) start += 1;
  return start;
}

function domainEnd(text: string, start: number): number | undefined {
  domain.lastIndex = 0;
  const found = domain.exec(text.slice(start, start + maxDomainChars))?.[0];
  return found === undefined || pixelRatio.test(found) ? undefined : start + found.length;
}
