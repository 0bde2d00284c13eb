import { starField } from "./star-field.ts";

/** Wider than the sheet, so that the night goes on to the edge of a wide window. */
const stars = starField({ seed: 7, count: 260, width: 1_280, height: 520 });
const orbit = "M120.7 374.6 A240 128 -20 1 1 571.7 210.4 A240 128 -20 1 1 120.7 374.6";

/** The night of the front page: the earth, and a moon that passes its near point. */
export function HeroSky() {
  return (
    <svg
      viewBox="0 0 640 520"
      className="h-full w-full overflow-visible"
      aria-hidden="true"
      preserveAspectRatio="xMidYMid meet"
    >
      <g fill="var(--night-text)">
        {stars.map((star) => (
          <circle key={`${star.x} ${star.y}`} cx={star.x - 160} cy={star.y} r={star.radius} opacity="0.75" />
        ))}
      </g>
      <path d={orbit} fill="none" stroke="var(--night-muted)" strokeWidth="1.2" />
      <path
        d="M96 383 L596 201"
        stroke="var(--night-line)"
        strokeWidth="1"
        strokeDasharray="2 6"
        strokeLinecap="round"
      />
      <g stroke="var(--night-text)" strokeWidth="1.2">
        <circle cx="232" cy="334" r="46" fill="var(--night)" />
        <path
          d="M198 322 C216 300 248 312 242 332 C232 348 206 346 198 322 Z M236 352 C252 344 266 352 258 366 C248 372 238 364 236 352 Z"
          fill="var(--night-line)"
          strokeWidth="0.8"
        />
        <ellipse cx="232" cy="334" rx="46" ry="12" fill="none" strokeWidth="0.5" transform="rotate(-20 232 334)" />
      </g>
      <circle cx="120.7" cy="374.6" r="4" fill="var(--glow)" />
      <circle
        r="11"
        fill="var(--night-text)"
        className="motion-safe:animate-[orbit_48s_linear_infinite]"
        style={{ offsetPath: `path("${orbit}")`, offsetDistance: "46%" }}
      />
      {/* At the ends of the axis, outside of where the moon passes. */}
      <g fill="var(--night-muted)" fontSize="12" fontFamily="inherit">
        <text x="92" y="388" textAnchor="end">
          perigee
        </text>
        <text x="600" y="203">
          apogee
        </text>
      </g>
    </svg>
  );
}
