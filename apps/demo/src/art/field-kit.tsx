export const Lamp = () => (
  <>
    <path d="M136 66 C136 34 184 34 184 66" fill="none" strokeWidth="4" />
    <path d="M124 66 H196 V86 H124 Z" fill="var(--sheet)" />
    <path d="M128 86 H192 L200 200 H120 Z" fill="var(--tint)" />
    <path d="M142 96 L136 190 M160 96 V190 M178 96 L184 190" strokeWidth="0.9" />
    <path d="M112 200 H208 V222 H112 Z" fill="var(--sheet)" />
    <path d="M122 222 H198 V270 H122 Z" fill="var(--sheet)" />
    <circle cx="160" cy="246" r="12" fill="var(--tint)" />
    <path d="M160 238 V246" strokeWidth="2" />
    <path d="M92 130 H76 M98 100 L84 92 M94 162 L80 170 M228 130 H244 M222 100 L236 92 M226 162 L240 170" />
    <path d="M116 270 H204 V282 H116 Z" fill="currentColor" />
  </>
);

export const Log = () => (
  <>
    <path d="M76 44 H236 C242 44 246 48 246 54 V270 C246 276 242 280 236 280 H76 Z" fill="var(--tint)" />
    <path d="M76 44 H98 V280 H76 Z" fill="currentColor" fillOpacity="0.25" />
    <path d="M246 250 H252 V60 H246" fill="var(--sheet)" />
    <rect x="124" y="80" width="94" height="118" rx="2" fill="var(--sheet)" />
    <circle cx="171" cy="128" r="34" fill="none" />
    <path d="M150 132 C158 116 182 118 190 128" fill="none" strokeWidth="0.9" />
    <circle cx="163" cy="140" r="2" fill="currentColor" />
    <circle cx="182" cy="142" r="1.5" fill="currentColor" />
    <path d="M138 178 H204 M138 187 H184" strokeWidth="0.9" />
    <path d="M206 280 V304 L212 298 L218 304 V280" fill="var(--sheet)" />
  </>
);

const marks = Array.from({ length: 13 }, (_, hour) => hour * 15 - 90);

export const Sundial = () => (
  <>
    <ellipse cx="160" cy="226" rx="112" ry="52" fill="var(--tint)" />
    <path d="M48 226 V240 C48 272 98 294 160 294 C222 294 272 272 272 240 V226" fill="var(--tint)" />
    <ellipse cx="160" cy="226" rx="112" ry="52" fill="var(--sheet)" />
    <ellipse cx="160" cy="226" rx="92" ry="42" fill="none" strokeWidth="0.8" />
    <g transform="translate(160 226) scale(1 0.464)">
      {marks.map((angle) => (
        <path key={angle} d="M0 -92 V-74" transform={`rotate(${angle})`} strokeWidth="1.4" />
      ))}
    </g>
    <path d="M160 232 L160 196 L206 214 Z" fill="var(--tint)" />
    <path d="M64 190 C52 92 100 30 160 30 C220 30 268 92 256 190" fill="var(--tint)" />
    <path d="M64 190 C90 168 230 168 256 190" fill="var(--sheet)" />
    <path d="M116 96 C132 70 148 122 160 96 C172 70 188 122 204 96" fill="none" strokeWidth="1" />
    <path d="M116 120 H204" strokeWidth="0.8" />
  </>
);

const bands = [0, 1, 2, 3, 4, 5, 6];

export const Meteorite = () => (
  <>
    <path d="M44 208 L72 176 H262 L284 208 V276 H44 Z" fill="var(--sheet)" />
    <path d="M44 208 H284" />
    <path
      d="M96 150 L112 96 L150 66 L206 74 L236 112 L230 158 L188 188 L132 184 Z"
      fill="var(--tint)"
      strokeLinejoin="round"
    />
    <g strokeWidth="1">
      {bands.map((band) => (
        <path key={band} d={`M${112 + band * 12} ${98 + band * 10} l56 -22`} />
      ))}
      {bands.slice(1, 6).map((band) => (
        <path key={band} d={`M${106 + band * 17} ${166 - band * 5} l14 -58`} />
      ))}
    </g>
    <path d="M120 234 H208 M136 248 H192" strokeWidth="1" />
  </>
);
