import type { Units } from "../catalogue/format.ts";
import { stored } from "../stored.ts";

/** `name` is empty for a guest. There are no passwords: this shop only pretends. */
export type Profile = { name: string; units: Units; letters: boolean };

export const storedProfile = stored<Profile>({
  key: "small-orbit.profile",
  storage: "local",
  fallback: { name: "", units: "metric", letters: false },
  accepts: isProfile,
});

export const changeProfile = (change: Partial<Profile>): void =>
  storedProfile.write({ ...storedProfile.read(), ...change });

function isProfile(value: unknown): value is Profile {
  if (typeof value !== "object" || value === null) return false;
  const { name, units, letters } = value as Record<string, unknown>;
  return typeof name === "string" && (units === "metric" || units === "imperial") && typeof letters === "boolean";
}
