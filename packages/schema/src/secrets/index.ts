export { hasLuhnSum } from "./card.ts";
export { hasRightCheckDigits } from "./iban.ts";
export { mayHoldSecret, presets } from "./presets.ts";
export { type Find, replaceSpans } from "./span.ts";
