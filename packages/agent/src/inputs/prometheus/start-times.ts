/** A value that only grows, until its process starts again. `created` is when it began to count, where the endpoint says so. */
type Seen = { value: number; time: bigint; created: bigint | undefined };

/**
 * Since when cumulative values count; nanoseconds since the epoch. Where the endpoint does not say, that is when the value was first seen,
 * and after it has become smaller, when it was last seen before that.
 * https://opentelemetry.io/docs/specs/otel/metrics/data-model/#cumulative-streams-handling-unknown-start-time
 */
export type StartTimes = {
  since: (series: string, seen: Seen) => bigint;
  /** Forgets the series that were not asked for since the last call. */
  forgetAbsent: () => void;
};

export function startTimes(): StartTimes {
  type Known = { since: bigint; value: number; time: bigint };
  let before = new Map<string, Known>();
  let now = new Map<string, Known>();
  return {
    since: (series, { value, time, created }) => {
      const known = before.get(series);
      const since = created ?? sinceOf(known, value) ?? time;
      now.set(series, { since, value, time });
      return since;
    },
    forgetAbsent: () => {
      before = now;
      now = new Map();
    },
  };

  function sinceOf(known: Known | undefined, value: number): bigint | undefined {
    return known && (value < known.value ? known.time : known.since);
  }
}
