import { type Rating, ratingNames } from "../home/vital-metric.ts";

const colours: Record<Rating, string> = { good: "text-good", "needs-improvement": "text-needs", poor: "text-poor" };

/** Dot, triangle, square: state is never colour alone. */
export function RatingShape({ rating, size = 10 }: { rating: Rating; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 10 10" className={`shrink-0 ${colours[rating]}`} aria-hidden="true">
      {rating === "good" && <circle cx="5" cy="5" r="4.5" fill="currentColor" />}
      {rating === "needs-improvement" && <path d="M5 0.5 9.8 9.3H0.2Z" fill="currentColor" />}
      {rating === "poor" && <rect x="0.75" y="0.75" width="8.5" height="8.5" fill="currentColor" />}
    </svg>
  );
}

export function RatingWord({ rating }: { rating: Rating }) {
  return (
    <span className={`inline-flex items-center gap-1.5 text-12 font-medium whitespace-nowrap ${colours[rating]}`}>
      <RatingShape rating={rating} />
      {ratingNames[rating]}
    </span>
  );
}
