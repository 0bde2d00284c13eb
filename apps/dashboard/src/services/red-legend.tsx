import { extentOf } from "./series.ts";

export type DrawnLine = { name: string; colour: string; values: (number | null)[] };

/** The chart's lines by name and colour, each with its last, least and largest value. */
export function RedLegend({
  title,
  lines,
  format,
}: {
  title: string;
  lines: readonly DrawnLine[];
  format: (value: number) => string;
}) {
  const text = (value: number | null) => (value === null ? "–" : format(value));
  return (
    <table className="mx-4 mb-3 text-12 tabular-nums">
      <caption className="sr-only">{title}, by line</caption>
      <thead className="text-muted">
        <tr className="h-6">
          <th scope="col" className="text-left font-normal">
            <span className="sr-only">Line</span>
          </th>
          {["Last", "Min", "Max"].map((name) => (
            <th key={name} scope="col" className="w-18 text-right font-normal">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ name, colour, values }) => {
          const { last, min, max } = extentOf(values);
          return (
            <tr key={name} className="h-6">
              <th scope="row" className="text-left font-normal">
                <Swatch colour={colour} />
                {name}
              </th>
              <td className="text-right">{text(last)}</td>
              <td className="text-right">{text(min)}</td>
              <td className="text-right">{text(max)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export const Swatch = ({ colour }: { colour: string }) => (
  <span
    aria-hidden="true"
    className="mr-2 inline-block h-0.5 w-3 rounded-full align-middle"
    style={{ background: `var(--${colour})` }}
  />
);
