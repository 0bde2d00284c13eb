import type { metricOf } from "./traffic-metric.ts";

export type TrafficTableProps = {
  metric: ReturnType<typeof metricOf>;
  series: { times: number[]; values: number[]; previous: number[]; previousTimes: number[] };
  nameOf: (time: number) => string;
  lastIsPartial: boolean;
};

/** The chart as a table: always there for screen readers, shown to everyone who asks for it. */
export function TrafficTable({
  metric,
  series,
  nameOf,
  lastIsPartial,
  visible,
}: TrafficTableProps & { visible: boolean }) {
  const compared = series.previous.length > 0;
  return (
    <div className={visible ? "h-70 overflow-y-auto px-2" : "sr-only"}>
      <table className="w-full text-13 tabular-nums">
        <caption className="sr-only">{metric.name} over time</caption>
        <thead className="sticky top-0 bg-surface text-12 text-muted">
          <tr className="border-line border-b">
            <th className="py-1 text-left font-medium">Time</th>
            <th className="py-1 text-right font-medium">{metric.name}</th>
            {compared && <th className="py-1 text-right font-medium">Previous period</th>}
          </tr>
        </thead>
        <tbody>
          {series.times.map((time, index) => (
            <tr key={time} className="h-7">
              <th scope="row" className="text-left font-normal">
                {nameOf(time)}
                {lastIsPartial && index === series.times.length - 1 && (
                  <span className="text-muted"> (still counting)</span>
                )}
              </th>
              <td className="text-right">{metric.exact(series.values[index] ?? 0)}</td>
              {compared && <td className="text-right text-muted">{beforeText(series, metric, index)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function beforeText(series: TrafficTableProps["series"], metric: TrafficTableProps["metric"], index: number): string {
  const value = series.previous[index];
  return value === undefined ? "–" : metric.exact(value);
}
