/** One thin tilted ellipse, the orbit, and a dot at its point nearest to the earth. Decorative: the name stands beside it. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" aria-hidden="true">
      <path
        d="M14.2 5.74A6.6 4.1 -20 1 1 1.8 10.26A6.6 4.1 -20 1 1 14.2 5.74Z"
        stroke="currentColor"
        strokeWidth="1.25"
      />
      <circle cx="1.9" cy="10.2" r="1.75" fill="currentColor" />
    </svg>
  );
}
