import type { Service } from "@perigee/schema";
import type { Row } from "../api/rows.ts";

/** A service as the list shows it: what telemetry and people tell of it, and what its requests came to. */
export type ServiceLine = Pick<Service, "name" | "ownerTeam" | "tier" | "lastSeen" | "signals"> & {
  environments: string[];
  /** Null where nothing was asked of it in the range, undefined where that is not known yet. */
  asked: Row<"service-overview"> | null | undefined;
};

/** The services of one environment, or with an empty one all of them. */
export function linesOf(
  services: readonly Service[],
  overview: readonly Row<"service-overview">[] | undefined,
  environment: string,
): ServiceLine[] {
  const askedOf = overview && new Map(overview.map((row) => [row.service, row]));
  return services.flatMap((service) => {
    const own = environment === "" ? service : service.environments.find(({ name }) => name === environment);
    if (!own) return [];
    const { name, ownerTeam, tier } = service;
    const environments = service.environments
      .map((one) => one.name)
      .filter((one) => one !== "")
      .toSorted();
    return [
      {
        ...{ name, ownerTeam, tier, environments, asked: askedOf && (askedOf.get(name) ?? null) },
        ...{ lastSeen: own.lastSeen, signals: own.signals },
      },
    ];
  });
}
