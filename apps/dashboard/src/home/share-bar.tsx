import type { VitalShares } from "../api/rows.ts";
import { counted, percent } from "../format/number.ts";
import { RatingShape } from "../ui/rating.tsx";

/** How many samples were good, needed improvement, or were poor: one stacked bar with the percents under it. */
export function ShareBar({ shares, withPercents }: { shares: VitalShares; withPercents: boolean }) {
  const all = Math.max(1, shares.good + shares.needsImprovement + shares.poor);
  const parts = [
    { name: "good", count: shares.good, rating: "good", fill: "bg-good" },
    { name: "needs improvement", count: shares.needsImprovement, rating: "needs-improvement", fill: "bg-needs" },
    { name: "poor", count: shares.poor, rating: "poor", fill: "bg-poor" },
  ] as const;
  const words = parts.map(({ name, count }) => `${percent(count / all)} ${name}`).join(", ");
  return (
    <div title={`${words} of ${counted(shares.samples, "sample")}`}>
      <span className="sr-only">{words}</span>
      <div className="flex h-1.5 gap-px overflow-hidden rounded-full bg-sunken" aria-hidden="true">
        {parts.map(
          ({ name, count, fill }) => count > 0 && <div key={name} className={fill} style={{ flexGrow: count }} />,
        )}
      </div>
      {withPercents && (
        <div className="mt-1 flex justify-between text-12 tabular-nums" aria-hidden="true">
          {parts.map(({ rating, count }) => (
            <span key={rating} className="flex items-center gap-1 text-muted">
              <RatingShape rating={rating} size={7} />
              {percent(count / all)}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}
