/** Prometheus' words for units in UCUM, as the compatibility specification asks for. A word that is not here stays as it is. */
const units: Record<string, string> = {
  days: "d",
  hours: "h",
  minutes: "min",
  seconds: "s",
  milliseconds: "ms",
  microseconds: "us",
  nanoseconds: "ns",
  bytes: "By",
  kibibytes: "KiBy",
  mebibytes: "MiBy",
  gibibytes: "GiBy",
  kilobytes: "kBy",
  megabytes: "MBy",
  gigabytes: "GBy",
  meters: "m",
  volts: "V",
  amperes: "A",
  joules: "J",
  watts: "W",
  grams: "g",
  celsius: "Cel",
  hertz: "Hz",
  percent: "%",
  ratio: "1",
};

/** After `per` stands one of a unit: `bytes_per_second`. */
const wordOf = (word: string): string => units[word] ?? units[`${word}s`] ?? word;

/** `seconds` is `s`, `bytes_per_second` is `By/s`. */
export const unitOf = (unit: string): string => unit.split("_per_").map(wordOf).join("/");
