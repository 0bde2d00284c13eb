import { type Random, weighted } from "./random.ts";

/** What a visitor browses with. `slowness` scales vitals that depend on the processor. */
export type Device = {
  browser: string;
  browser_version: string;
  os: string;
  device: "desktop" | "mobile" | "tablet";
  viewport_w: number;
  slowness: number;
};

type Model = Omit<Device, "viewport_w" | "browser_version"> & { versions: number; widths: readonly number[] };

const desktopWidths = [1_280, 1_366, 1_440, 1_536, 1_920, 2_560];
const phoneWidths = [360, 375, 390, 393, 412, 430];
const tabletWidths = [768, 810, 820, 1_024];

const desktop = (browser: string, os: string, versions: number): Model => ({
  browser,
  os,
  versions,
  device: "desktop",
  widths: desktopWidths,
  slowness: 1,
});
const phone = (browser: string, os: string, versions: number): Model => ({
  browser,
  os,
  versions,
  device: "mobile",
  widths: phoneWidths,
  slowness: os === "Android" ? 1.55 : 1.15,
});
const tablet = (browser: string, os: string, versions: number): Model => ({
  browser,
  os,
  versions,
  device: "tablet",
  widths: tabletWidths,
  slowness: 1.25,
});

const chooseModel = weighted<Model>([
  [215, desktop("Chrome", "Windows", 144)],
  [88, desktop("Chrome", "macOS", 144)],
  [14, desktop("Chrome", "Linux", 144)],
  [52, desktop("Edge", "Windows", 144)],
  [62, desktop("Safari", "macOS", 26)],
  [26, desktop("Firefox", "Windows", 147)],
  [10, desktop("Firefox", "Linux", 147)],
  [8, desktop("Firefox", "macOS", 147)],
  [8, desktop("Opera", "Windows", 126)],
  [208, phone("Safari", "iOS", 26)],
  [176, phone("Chrome", "Android", 144)],
  [30, phone("Samsung Internet", "Android", 30)],
  [22, phone("Chrome", "iOS", 144)],
  [12, phone("Firefox", "Android", 147)],
  [26, tablet("Safari", "iOS", 26)],
  [12, tablet("Chrome", "Android", 144)],
]);

/** Most people run the newest version or the one before. */
export function makeDevice(random: Random): Device {
  const { versions, widths, ...model } = chooseModel(random.fraction());
  const age = random.chance(0.7) ? 0 : random.chance(0.7) ? 1 : 2 + random.below(6);
  return { ...model, browser_version: String(versions - age), viewport_w: random.pick(widths) };
}
