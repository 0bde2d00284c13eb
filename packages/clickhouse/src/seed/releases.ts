/** Releases of the demo shop, by the share of the month that had passed when each went out. */
export type Release = { name: string; from: number; isBad: boolean };

const releases: readonly Release[] = [
  { name: "1.8.2", from: 0, isBad: false },
  { name: "1.9.0", from: 0.27, isBad: false },
  { name: "1.10.0", from: 0.61, isBad: true },
  { name: "1.10.1", from: 0.66, isBad: false },
  { name: "1.11.0", from: 0.88, isBad: false },
];

/** The release in production at a point of the month, 0 to 1. */
export const releaseAt = (share: number): Release =>
  releases.findLast(({ from }) => from <= share) ?? (releases[0] as Release);
