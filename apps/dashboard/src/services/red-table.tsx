"use client";

import { useZone } from "../time/zone-state.ts";
import { bucketNameOf } from "./bucket-name.ts";
import { figures } from "./red-figures.ts";
import type { Series } from "./series.ts";

const columns = figures.flatMap(({ lines, format }) => lines.map((line) => ({ ...line, format })));

/** The charts as one table: always there for screen readers, shown to everyone who asks for it. */
export function RedTable({ series, visible }: { series: Series; visible: boolean }) {
  const { zone } = useZone();
  return (
    <div className={visible ? "h-80 overflow-auto px-4" : "sr-only"}>
      <table className="w-full text-13 tabular-nums">
        <caption className="sr-only">Rate, errors and duration over time</caption>
        <thead className="sticky top-0 bg-surface text-12 text-muted">
          <tr className="border-line border-b">
            <th scope="col" className="py-1 text-left font-medium">
              Time
            </th>
            {columns.map(({ name }) => (
              <th key={name} scope="col" className="py-1 pl-4 text-right font-medium whitespace-nowrap">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {series.times.map((time, index) => (
            <tr key={time} className="h-7">
              <th scope="row" className="text-left font-normal whitespace-nowrap">
                {bucketNameOf(series, index, zone)}
              </th>
              {columns.map(({ name, value, format }) => {
                const shown = value(series.points[index]);
                return (
                  <td key={name} className="pl-4 text-right whitespace-nowrap">
                    {shown === null ? "–" : format(shown)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
