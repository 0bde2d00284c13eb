import type { Units } from "../catalogue/format.ts";
import { stored } from "../stored.ts";

/** `name` and `customer`, a random number, are empty for a guest. There are no passwords: this shop only pretends. */
export type Profile = { name: string; customer: string; units: Units; letters: boolean };

export const storedProfile = stored<Profile>({
  key: "small-orbit.profile",
  storage: "local",
  fallback: { name: "", customer: "", units: "metric", letters: false },
  accepts: isProfile,
});

export const changeProfile = (change: Partial<Profile>): void =>
  storedProfile.write({ ...storedProfile.read(), ...change });

function isProfile(value: unknown): value is Profile {
  if (typeof value !== "object" || value === null) return false;
  const { name, customer, units, letters } = value as Record<string, unknown>;
  const isUnits = units === "metric" || units === "imperial";
  return typeof name === "string" && typeof customer === "string" && isUnits && typeof letters === "boolean";
}
