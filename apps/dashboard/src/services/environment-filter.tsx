"use client";

import { parseAsString, useQueryState } from "nuqs";

/** The environment that the page is narrowed to; empty for all of them. */
export const useEnvironment = () =>
  useQueryState("environment", parseAsString.withDefault("").withOptions({ history: "push" }));

/** One of the environments, or all. One that is in the address stays on offer, even where nothing was heard of it. */
export function EnvironmentFilter({ names }: { names: readonly string[] }) {
  const [environment, choose] = useEnvironment();
  // A record without an environment cannot be asked for by its name.
  const offered = [...new Set([...names, environment])].filter((name) => name !== "").toSorted();
  return (
    <select
      aria-label="Environment"
      value={environment}
      onChange={(event) => void choose(event.target.value || null)}
      className="h-8 max-w-48 min-w-0 rounded border border-line bg-surface px-2 text-13 dark:scheme-dark"
    >
      <option value="">All environments</option>
      {offered.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}
