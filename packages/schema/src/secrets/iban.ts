import { outsideMachineIds } from "./machine-id.ts";
import { type Find, matchesOf, type Span } from "./span.ts";

/** Characters of an IBAN by its country, from the registry of ISO 13616 (SWIFT, release 99). */
const lengths = new Map(
  Object.entries({
    15: "NO",
    16: "BE",
    18: "DK FI FK FO GL NL SD",
    19: "MK SI",
    20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "BI DJ FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    32: "LC",
    33: "RU",
  }).flatMap(([length, countries]) => countries.split(" ").map((country) => [country, Number(length)] as const)),
);

const beginning = /(?<![\p{L}\p{N}])[a-z]{2}\d\d/giu;
const letterOrDigit = /[\p{L}\p{N}]/u;

/** International bank account numbers, whole or in groups, whose check digits are right (ISO 13616, mod 97). */
export const findIbans: Find = (text) => {
  const spans: Span[] = [];
  for (const { 0: head, index } of matchesOf(beginning, text)) {
    const length = lengths.get(head.slice(0, 2).toUpperCase());
    const iban = length === undefined ? undefined : take(text, index, length);
    if (iban && iban.end > index && hasRightCheckDigits(iban.characters)) spans.push({ start: index, end: iban.end });
  }
  return outsideMachineIds(text, spans);
};

/** So many letters and digits, with single spaces or hyphens left out, and then no further one. */
function take(text: string, start: number, length: number): { characters: string; end: number } | undefined {
  let characters = "";
  let place = start;
  while (characters.length < length) {
    const character = text.charAt(place);
    const isGap = (character === " " || character === "-") && /[a-z\d]/i.test(text.charAt(place + 1));
    if (!isGap && !/[a-z\d]/i.test(character)) return undefined;
    if (!isGap) characters += character;
    place += 1;
  }
  return letterOrDigit.test(text.charAt(place)) ? undefined : { characters: characters.toUpperCase(), end: place };
}

/** The first four characters go to the end, letters count from A = 10, and the number leaves 1 when divided by 97. */
export function hasRightCheckDigits(iban: string): boolean {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
