import type { CoreClient } from "./client.ts";
import { createRepeatGuard } from "./repeat-guard.ts";
import { guard } from "./safely.ts";

/** Different flags that one view of a page may tell of. */
const MAX_FLAGS_PER_VIEW = 50;

export type Flags = {
  /** Tells that the visitor got a variant of a feature flag. The same pair is sent once per page view. */
  flag(key: string, variant: string | number | boolean): void;
};

/** Exposure to feature flags. */
export function flags({ context }: CoreClient): Flags {
  const isRepeat = createRepeatGuard(MAX_FLAGS_PER_VIEW);
  return {
    flag: guard((key, variant) => {
      if (!isRepeat(`${key}=${variant}`, context.current())) {
        context.emit({ kind: "flag", key, variant: String(variant) });
      }
    }),
  };
}
