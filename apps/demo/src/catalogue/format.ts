export type Units = "metric" | "imperial";

// One locale for server and browser: a price that differs between them would not hydrate.
const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

/** `18900` → `$189.00`. */
export const formatPrice = (cents: number): string => dollars.format(cents / 100);

/** Millimetres as `72 cm` or `28.3 in`. */
export function formatLength(millimetres: number, units: Units): string {
  if (units === "imperial") return `${Math.round((millimetres / 25.4) * 10) / 10} in`;
  return millimetres < 100 ? `${millimetres} mm` : `${Math.round(millimetres / 10)} cm`;
}

/** Grams as `3.4 kg` or `7.5 lb`. */
export function formatWeight(grams: number, units: Units): string {
  if (units === "imperial") return grams < 454 ? `${round(grams / 28.35)} oz` : `${round(grams / 453.6)} lb`;
  return grams < 1_000 ? `${grams} g` : `${round(grams / 1_000)} kg`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
