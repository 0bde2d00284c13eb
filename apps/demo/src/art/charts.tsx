const hours = Array.from({ length: 24 }, (_, hour) => hour * 15);

const stars: readonly (readonly [number, number, number])[] = [
  [120, 110, 2.6],
  [146, 96, 1.8],
  [176, 104, 2.2],
  [196, 128, 3],
  [186, 156, 1.6],
  [150, 146, 2],
  [118, 168, 2.8],
  [136, 196, 1.8],
  [172, 200, 2.4],
  [206, 184, 1.8],
  [104, 140, 1.4],
  [160, 172, 1.4],
];

export const Planisphere = () => (
  <>
    <circle cx="160" cy="160" r="124" fill="var(--sheet)" />
    <circle cx="160" cy="160" r="108" fill="var(--tint)" />
    {hours.map((angle) => (
      <path
        key={angle}
        d={angle % 90 === 0 ? "M160 36 V52" : "M160 36 V44"}
        transform={`rotate(${angle} 160 160)`}
        strokeWidth="1"
      />
    ))}
    <ellipse cx="160" cy="150" rx="76" ry="70" fill="#151b26" />
    <g stroke="#dfe4ea" strokeWidth="0.6">
      <path d="M120 110 L146 96 L176 104 L196 128 L186 156 M118 168 L136 196 L172 200 L206 184" />
      {stars.map(([x, y, r]) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r={r} fill="#f2f5f8" stroke="none" />
      ))}
    </g>
    <circle cx="160" cy="160" r="4" fill="var(--sheet)" />
  </>
);

const seas = [
  "M112 104 C130 78 168 84 172 108 C176 130 146 142 126 134 C112 128 104 118 112 104 Z",
  "M184 112 C200 100 222 112 220 130 C216 146 190 146 182 132 C178 124 178 118 184 112 Z",
  "M96 150 C112 142 132 156 128 182 C124 206 104 214 92 198 C82 184 82 158 96 150 Z",
  "M186 158 C206 150 232 160 228 180 C222 198 196 196 186 184 C180 174 178 164 186 158 Z",
];
const craters: readonly (readonly [number, number, number])[] = [
  [158, 236, 11],
  [132, 226, 6],
  [186, 222, 8],
  [148, 172, 6],
  [206, 214, 5],
  [168, 206, 4],
  [122, 74, 5],
  [206, 92, 6],
  [236, 148, 5],
  [172, 76, 3],
];

export const Moon = () => (
  <>
    <rect x="30" y="30" width="260" height="260" fill="var(--sheet)" />
    <circle cx="160" cy="160" r="106" fill="var(--tint)" />
    {seas.map((outline) => (
      <path key={outline} d={outline} fill="currentColor" fillOpacity="0.28" stroke="none" />
    ))}
    {craters.map(([x, y, r]) => (
      <circle key={`${x} ${y}`} cx={x} cy={y} r={r} fill="var(--sheet)" fillOpacity="0.5" strokeWidth="0.8" />
    ))}
    <path d="M158 236 L150 262 M158 236 L176 260 M158 236 L132 250" strokeWidth="0.6" />
    <path d="M44 276 H84 M44 272 V280 M84 272 V280" strokeWidth="1" />
  </>
);

const corners = [
  [160, 72, 5],
  [96, 106, 4],
  [84, 186, 4.5],
  [132, 244, 7],
  [222, 214, 5],
  [226, 128, 4.5],
] as const;

export const Hexagon = () => (
  <>
    <rect x="52" y="24" width="216" height="272" fill="var(--sheet)" />
    <rect x="62" y="34" width="196" height="252" strokeWidth="0.75" fill="none" />
    <path d={`M${corners.map(([x, y]) => `${x} ${y}`).join(" L")} Z`} fill="none" strokeWidth="1" />
    {corners.map(([x, y, r]) => (
      <circle key={`${x} ${y}`} cx={x} cy={y} r={r} fill="var(--tint)" />
    ))}
    <path d="M150 150 L158 156 L166 162 M144 176 L150 150 M176 184 L166 162 M140 126 L150 150" strokeWidth="0.7" />
    <circle cx="150" cy="150" r="2" fill="currentColor" />
    <circle cx="158" cy="156" r="2" fill="currentColor" />
    <circle cx="166" cy="162" r="2" fill="currentColor" />
    <path d="M120 270 H200" strokeWidth="2" />
  </>
);

const wave = (amplitude: number, turns: number) =>
  `M${Array.from({ length: 61 }, (_, step) => {
    const x = 160 + amplitude * Math.sin((step / 60) * turns * 2 * Math.PI);
    return `${x.toFixed(1)} ${70 + step * 3}`;
  }).join(" L")}`;

export const Almanac = () => (
  <>
    <path d="M84 40 H236 V284 H84 Z" fill="var(--sheet)" />
    <path d="M84 40 H96 V284 H84 Z" fill="var(--tint)" />
    <path d="M156 62 V258 M164 62 V258" strokeWidth="0.75" />
    <path d={wave(16, 7)} fill="none" strokeWidth="1" />
    <path d={wave(28, 4)} fill="none" strokeWidth="1" />
    <path d={wave(42, 2)} fill="none" strokeWidth="1" />
    <path d={wave(56, 1)} fill="none" strokeWidth="1" />
    <path d="M236 284 L244 276 V48 L236 40" fill="var(--sheet)" />
  </>
);
