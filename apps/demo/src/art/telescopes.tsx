/** Drawings on a 320 by 320 sheet: strokes in currentColor, `--tint` on the part that a variant colours. */

export const Refractor = () => (
  <>
    <path d="M160 176 L104 290 M160 176 L216 290 M160 176 L160 296" strokeWidth="4" />
    <path d="M128 242 H192" />
    <g transform="rotate(-28 160 160)">
      <rect x="78" y="146" width="150" height="28" rx="2" fill="var(--tint)" />
      <rect x="226" y="138" width="44" height="44" rx="3" fill="var(--sheet)" />
      <path d="M234 138 V182 M108 146 V174" />
      <rect x="52" y="152" width="26" height="16" fill="var(--sheet)" />
      <rect x="36" y="154" width="16" height="12" rx="2" fill="currentColor" />
      <rect x="116" y="122" width="70" height="10" rx="2" fill="var(--sheet)" />
      <path d="M130 132 V146 M172 132 V146" />
    </g>
    <circle cx="160" cy="172" r="10" fill="var(--sheet)" />
    <circle cx="160" cy="172" r="3" fill="currentColor" />
  </>
);

export const Traveller = () => (
  <>
    <path d="M160 190 L118 294 M160 190 L202 294 M160 190 L160 298" strokeWidth="3" />
    <path d="M148 190 H172 V214 H148 Z" fill="var(--sheet)" />
    <g transform="rotate(-18 160 160)">
      <rect x="112" y="134" width="92" height="40" rx="3" fill="var(--tint)" />
      <rect x="200" y="126" width="58" height="56" rx="4" fill="var(--sheet)" />
      <path d="M212 126 V182 M220 126 V182" />
      <rect x="74" y="142" width="38" height="24" fill="var(--sheet)" />
      <path d="M74 142 L58 120 L74 108 L92 130" fill="var(--sheet)" />
      <circle cx="92" cy="174" r="8" fill="var(--sheet)" />
      <rect x="134" y="176" width="50" height="10" fill="currentColor" />
    </g>
  </>
);

export const Reflector = () => (
  <>
    <path d="M92 286 H228 L216 300 H104 Z" fill="var(--sheet)" />
    <path d="M112 286 V196 C112 182 126 176 138 184 L138 286 Z" fill="var(--sheet)" />
    <g transform="rotate(32 160 190)">
      <rect x="124" y="84" width="76" height="176" rx="4" fill="var(--tint)" />
      <path d="M124 108 H200 M124 240 H200" />
      <rect x="120" y="70" width="84" height="18" rx="3" fill="var(--sheet)" />
      <rect x="200" y="118" width="22" height="18" fill="var(--sheet)" />
      <rect x="222" y="121" width="14" height="12" fill="currentColor" />
      <rect x="104" y="146" width="12" height="40" rx="2" fill="var(--sheet)" />
    </g>
    <circle cx="126" cy="206" r="16" fill="var(--sheet)" />
    <circle cx="126" cy="206" r="4" fill="currentColor" />
  </>
);

export const Spyglass = () => (
  <g transform="rotate(-24 160 160)">
    <rect x="164" y="128" width="116" height="64" rx="4" fill="var(--tint)" />
    <rect x="268" y="122" width="18" height="76" rx="3" fill="var(--sheet)" />
    <rect x="92" y="136" width="72" height="48" rx="2" fill="var(--sheet)" />
    <rect x="40" y="144" width="52" height="32" rx="2" fill="var(--sheet)" />
    <rect x="28" y="140" width="14" height="40" rx="3" fill="currentColor" />
    <path d="M104 136 V184 M164 136 V184 M184 128 V192 M252 128 V192" />
    <path d="M184 144 L252 144 M184 160 L252 160 M184 176 L252 176" strokeWidth="0.75" />
  </g>
);
