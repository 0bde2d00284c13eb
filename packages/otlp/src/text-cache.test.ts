import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeText } from "./text-cache.ts";

const encoder = new TextEncoder();

it("decodes every text as it is, whichever texts stood in its place before", () => {
  const decode = (text: string) => {
    const bytes = encoder.encode(`<${text}>`);
    return decodeText(bytes, 1, bytes.length - 1);
  };
  const check = (texts: string[]) => {
    const wrong = [...texts, ...texts].filter((text) => decode(text) !== text);
    expect(wrong).toEqual([]);
  };
  const anyText = fc.string({ unit: "binary", maxLength: 60 }).map((text) => text.toWellFormed());
  fc.assert(fc.property(fc.array(anyText, { maxLength: 10 }), check));
  // More texts than there are places, of which many differ by one letter or by a byte order mark.
  check(Array.from({ length: 9_000 }, (_, index) => `${index % 7 === 0 ? "\ufeff" : ""}key.${index.toString(36)}`));
});
