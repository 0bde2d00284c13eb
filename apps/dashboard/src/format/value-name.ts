import type { FilterField } from "../filters/filter.ts";

const regionNames = new Intl.DisplayNames("en", { type: "region", fallback: "code" });

/** What an empty value means, where "unknown" would say too little. */
const emptyNames: Partial<Record<FilterField, string>> = {
  source: "Direct or none",
  channel: "Direct",
  utm_source: "None",
  utm_medium: "None",
  utm_campaign: "None",
  route: "No route",
};

/** A stored value as people read it: `DE` is Germany, `mobile` is Mobile, nothing is "Unknown". */
export function valueName(field: FilterField, value: string): string {
  if (value === "") return emptyNames[field] ?? "Unknown";
  if (field === "country") return countryName(value);
  if (field === "device") return value.charAt(0).toUpperCase() + value.slice(1);
  return value;
}

function countryName(code: string): string {
  return /^[A-Z]{2}$/i.test(code) ? (regionNames.of(code.toUpperCase()) ?? code) : code;
}
