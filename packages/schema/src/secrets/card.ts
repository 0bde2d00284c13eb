import { outsideMachineIds } from "./machine-id.ts";
import { type Find, matchesOf, type Span } from "./span.ts";

/** Digits in groups, as numbers are printed. A fraction's digits after the point are no number of their own. */
const groups = /(?<!\d)(?<!\d\.)\d+(?:[ -]\d+)*/g;

/** First digits of the payment schemes: 3 to 6, Mastercard's and Mir's 2, Troy's 9792. Times in milliseconds begin with 1. */
const issuer = /^(?:[3-6]|2[2-7]|9792)/;

type Group = { digits: string; start: number };

/** Payment card numbers of 13 to 19 digits, whole or in groups as on the card, whose last digit is right by Luhn (ISO/IEC 7812-1). */
export const findCards: Find = (text) => {
  const spans: Span[] = [];
  for (const { 0: run, index } of matchesOf(groups, text)) {
    if (run.length >= 13) collectCards(groupsOf(run, index), spans);
  }
  return outsideMachineIds(text, spans);
};

const groupsOf = (run: string, offset: number): Group[] =>
  Array.from(run.matchAll(/\d+/g), ({ 0: digits, index }) => ({ digits, start: offset + index }));

/** Other numbers may stand right beside the card's, so each group may be its first. */
function collectCards(list: Group[], spans: Span[]): void {
  for (let first = 0; first < list.length; first++) {
    const last = lastGroupOfCard(list, first);
    const [from, to] = [list[first], last === undefined ? undefined : list[last]];
    if (last === undefined || !from || !to) continue;
    spans.push({ start: from.start, end: to.start + to.digits.length });
    first = last;
  }
}

/** Groups are 4-4-4-4, 4-6-5 and the like: four digits first, then four to seven, fewer only in the last. */
function lastGroupOfCard(list: Group[], first: number): number | undefined {
  let digits = "";
  for (const [offset, group] of list.slice(first, first + 5).entries()) {
    if (offset > 0 && group.digits.length > 7) return undefined;
    digits += group.digits;
    if (isCard(digits)) return first + offset;
    const mayGoOn = offset === 0 ? group.digits.length === 4 : group.digits.length >= 4;
    if (!mayGoOn) return undefined;
  }
  return undefined;
}

const isCard = (digits: string): boolean =>
  digits.length >= 13 && digits.length <= 19 && issuer.test(digits) && hasLuhnSum(digits);

export function hasLuhnSum(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
