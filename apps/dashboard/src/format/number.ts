/** Narrow no-break space: groups digits and stands between a number and its unit. */
const thin = "\u202f";

const grouped = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0, useGrouping: "always" });
const plain = (digits: number) =>
  new Intl.NumberFormat("en-GB", { maximumFractionDigits: digits, minimumFractionDigits: 0, useGrouping: false });
const oneDecimal = plain(1);
const twoDecimals = plain(2);
/** Seconds below ten stand above each other in columns: 2.40 beside 1.78. */
const fixedDecimals = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2, minimumFractionDigits: 2 });

/** Every digit, in groups of three: 1 234 567. */
export const exactCount = (count: number): string => grouped.format(count).replaceAll(",", thin);

/** "1 visit", "2 visits", "0 visits": for nouns that take an s. */
export const counted = (count: number, noun: string): string => `${exactCount(count)} ${plural(count, noun)}`;

export const plural = (count: number, noun: string): string => (count === 1 ? noun : `${noun}s`);

/** At most four significant places: 9 876, then 12.3 k, then 4.57 M. */
export function shortCount(count: number): string {
  if (Math.abs(count) < 10_000) return exactCount(count);
  if (Math.abs(count) < 999_950) return `${oneDecimal.format(count / 1e3)}${thin}k`;
  if (Math.abs(count) < 999_995_000) return `${twoDecimals.format(count / 1e6)}${thin}M`;
  return `${twoDecimals.format(count / 1e9)}${thin}G`;
}

/** One or two decimals for small means such as views per visit. */
export const ratio = (value: number): string => twoDecimals.format(value);

/** A share from 0 to 1 as percent; below 1 % with a decimal, so that little is not shown as nothing. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return `<${thin}0.1${thin}%`;
  const value = share * 100;
  return `${Math.abs(value) < 10 && !Number.isInteger(value) ? oneDecimal.format(value) : grouped.format(value)}${thin}%`;
}

/** Milliseconds as people say them: 820 ms, 2.48 s, 45 s, 3 m 05 s, 2 h 10 m. */
export function duration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)}${thin}ms`;
  if (ms < 9_995) return `${fixedDecimals.format(ms / 1e3)}${thin}s`;
  if (ms < 59_500) return `${Math.round(ms / 1e3)}${thin}s`;
  return clockParts(Math.round(ms / 1e3));
}

/** The same without fractions of a second, for visits: 0 s, 45 s, 3 m 05 s. */
export const wholeDuration = (ms: number): string =>
  ms < 59_500 ? `${Math.round(ms / 1e3)}${thin}s` : clockParts(Math.round(ms / 1e3));

function clockParts(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}${thin}m ${two(seconds % 60)}${thin}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}${thin}h ${two(minutes % 60)}${thin}m`;
}

/** How much `now` differs from `before` as a share of it; null when there is nothing to compare with. */
export const changeOf = (now: number, before: number): number | null => (before === 0 ? null : (now - before) / before);

/** +12 %, −3.4 %, 0 %; changes above tenfold as a factor, since "+4 380 %" says less than "× 45". */
export function signedPercent(change: number): string {
  if (change >= 10) return `×${thin}${grouped.format(change + 1)}`;
  const text = percent(Math.abs(change));
  if (change === 0 || text === percent(0)) return percent(0);
  return `${change > 0 ? "+" : "−"}${text}`;
}

const twoDigits = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 2, useGrouping: false });

/** Events per second: two digits that count below ten, then as counts are said. */
export function perSecond(rate: number): string {
  if (rate > 0 && rate < 0.000_1) return `<${thin}0.0001`;
  return rate < 10 ? twoDigits.format(rate) : shortCount(rate);
}

/** How long a span took: 420 µs, 2.5 ms, 38 ms, then as durations are said. */
export function spanDuration(ms: number): string {
  if (ms > 0 && ms < 0.999_5) return `${Math.round(ms * 1_000)}${thin}µs`;
  return ms < 9.95 ? `${twoDigits.format(ms)}${thin}ms` : duration(ms);
}
