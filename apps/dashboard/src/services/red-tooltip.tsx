import { type DrawnLine, Swatch } from "./red-legend.tsx";

/** Values of all lines in the bucket under the pointer, the largest first. */
export function RedTooltip(props: {
  hover: { index: number; left: number };
  lines: readonly DrawnLine[];
  format: (value: number) => string;
  /** How many buckets there are. */
  count: number;
  name: string;
}) {
  const { hover, lines, format } = props;
  const values = lines
    .map(({ name, colour, values }) => ({ name, colour, value: values[hover.index] ?? null }))
    .toSorted((a, b) => (b.value ?? -1) - (a.value ?? -1));
  const isRight = hover.index > props.count / 2;
  return (
    <div
      className="pointer-events-none absolute top-2 z-10 w-max min-w-36 rounded border border-line bg-surface px-3 py-2 text-12 shadow-float"
      style={{ left: hover.left + 8, transform: `translateX(${isRight ? "calc(-100% - 12px)" : "12px"})` }}
    >
      <p className="mb-1 text-muted tabular-nums">{props.name}</p>
      {values.map(({ name, colour, value }) => (
        <p key={name} className="flex items-center justify-between gap-6">
          <span>
            <Swatch colour={colour} />
            {name}
          </span>
          <span className="font-medium tabular-nums">{value === null ? "–" : format(value)}</span>
        </p>
      ))}
    </div>
  );
}
