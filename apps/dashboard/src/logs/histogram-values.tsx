import { exactCount } from "../format/number.ts";
import { dayAndClock } from "../format/time.ts";
import { useZone } from "../time/zone-state.ts";
import { type Severity, severities } from "./severity.tsx";

type Shown = {
  times: readonly number[];
  stepMs: number;
  /** From the bottom of the bars. */
  layers: readonly { severity: Severity; values: readonly number[] }[];
  lastIsPartial: boolean;
};

/** Exact counts of the bucket under the pointer, what matters most first. */
export function HistogramTooltip({
  times,
  layers,
  lastIsPartial,
  hover,
}: Shown & { hover: { index: number; left: number } }) {
  const { zone } = useZone();
  const { index, left } = hover;
  const time = times[index];
  if (time === undefined) return null;
  const lines = layers.toReversed().flatMap(({ severity, values }) => {
    const count = values[index] ?? 0;
    return count === 0 ? [] : [{ severity, count }];
  });
  return (
    <div
      className="pointer-events-none absolute top-2 z-10 w-max min-w-44 rounded border border-line bg-surface px-3 py-2 text-12 tabular-nums shadow-float"
      style={{ left, transform: `translateX(${index > times.length / 2 ? "calc(-100% - 12px)" : "12px"})` }}
    >
      <p className="mb-1 font-medium">
        {dayAndClock(time, zone)}
        {lastIsPartial && index === times.length - 1 && <span className="text-muted"> (still counting)</span>}
      </p>
      {lines.length === 0 && <p className="text-muted">No records</p>}
      {lines.map(({ severity, count }) => (
        <p key={severity} className="flex items-center justify-between gap-6">
          <span className="flex items-center gap-2 text-muted">
            <span className="size-2" style={{ background: `var(--${severities[severity].colour})` }} />
            {severities[severity].name}
          </span>
          <span className="font-medium">{exactCount(count)}</span>
        </p>
      ))}
    </div>
  );
}

/** The chart for screen readers: the buckets that have records. */
export function HistogramTable({ times, layers }: Shown) {
  const { zone } = useZone();
  const shown = layers.toReversed();
  return (
    <div className="sr-only">
      <table>
        <caption>Log records over time</caption>
        <thead>
          <tr>
            <th>Time</th>
            {shown.map(({ severity }) => (
              <th key={severity}>{severities[severity].name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((time, index) =>
            shown.every(({ values }) => !values[index]) ? null : (
              <tr key={time}>
                <th scope="row">{dayAndClock(time, zone)}</th>
                {shown.map(({ severity, values }) => (
                  <td key={severity}>{exactCount(values[index] ?? 0)}</td>
                ))}
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}
