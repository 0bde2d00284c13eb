export const Orrery = () => (
  <>
    <path d="M160 132 V262" strokeWidth="5" />
    <path d="M112 290 H208 L196 262 H124 Z" fill="var(--tint)" />
    <path d="M104 290 H216 V300 H104 Z" fill="var(--sheet)" />
    <ellipse cx="160" cy="140" rx="132" ry="44" fill="none" strokeWidth="0.75" />
    <ellipse cx="160" cy="140" rx="104" ry="34" fill="none" strokeWidth="0.75" />
    <ellipse cx="160" cy="140" rx="76" ry="25" fill="none" strokeWidth="0.75" />
    <ellipse cx="160" cy="140" rx="48" ry="15" fill="none" strokeWidth="0.75" />
    <path d="M160 150 L38 156 M160 148 L252 118 M160 146 L96 126 M160 150 L196 150" strokeWidth="2.5" />
    <path d="M140 168 H180 V176 H140 Z M146 180 H174 V188 H146 Z" fill="var(--tint)" />
    <path d="M38 156 V136 M252 118 V98 M96 126 V112 M196 150 V138" />
    <circle cx="38" cy="128" r="13" fill="var(--tint)" />
    <ellipse cx="38" cy="128" rx="24" ry="6" fill="none" transform="rotate(-14 38 128)" />
    <circle cx="252" cy="86" r="17" fill="var(--tint)" />
    <path d="M236 82 H268 M236 91 H268" strokeWidth="0.9" />
    <circle cx="96" cy="106" r="8" fill="var(--sheet)" />
    <circle cx="196" cy="132" r="6" fill="currentColor" />
    <circle cx="160" cy="122" r="24" fill="var(--sheet)" />
    <circle cx="160" cy="122" r="15" fill="var(--tint)" />
    <path d="M208 276 H238 V262" strokeWidth="3" />
    <circle cx="238" cy="258" r="5" fill="currentColor" />
  </>
);

export const Tellurion = () => (
  <>
    <path d="M74 274 H246 L232 258 H88 Z" fill="var(--tint)" />
    <path d="M64 274 H256 V286 H64 Z" fill="var(--sheet)" />
    <path d="M104 258 V168" strokeWidth="4" />
    <path d="M104 232 H226 V206" strokeWidth="3" />
    <path d="M76 168 H132 L122 152 H86 Z" fill="var(--sheet)" />
    <circle cx="104" cy="120" r="34" fill="var(--tint)" />
    <path d="M104 70 V78 M54 120 H62 M146 120 H154 M68 84 L74 90 M140 84 L134 90 M68 156 L74 150 M140 156 L134 150" />
    <g transform="rotate(23 226 172)">
      <circle cx="226" cy="172" r="32" fill="var(--sheet)" />
      <path d="M226 132 V140 M226 204 V212" strokeWidth="2.5" />
      <ellipse cx="226" cy="172" rx="32" ry="9" fill="none" strokeWidth="0.8" />
      <path d="M212 154 C222 146 236 152 232 164 C228 172 214 168 212 154 Z" fill="currentColor" fillOpacity="0.3" />
      <path d="M222 182 C232 178 240 186 234 194 C228 198 222 192 222 182 Z" fill="currentColor" fillOpacity="0.3" />
    </g>
    <path d="M226 222 H278 V190" />
    <circle cx="278" cy="180" r="9" fill="var(--tint)" />
  </>
);

export const Perigee = () => (
  <>
    <ellipse cx="160" cy="132" rx="120" ry="72" fill="none" strokeWidth="4" transform="rotate(-20 160 132)" />
    <path d="M150 202 V262" strokeWidth="4" />
    <path d="M86 280 H214 L200 262 H100 Z" fill="var(--tint)" />
    <path d="M110 286 V280 M130 286 V280 M150 288 V280 M170 286 V280 M190 286 V280" strokeWidth="1" />
    <circle cx="118" cy="148" r="22" fill="var(--sheet)" />
    <path d="M102 142 C112 132 126 138 122 150 C116 158 104 156 102 142 Z" fill="currentColor" fillOpacity="0.25" />
    <circle cx="47" cy="173" r="12" fill="var(--tint)" />
    <path d="M62 168 L96 156" strokeWidth="0.8" strokeDasharray="3 4" />
    <circle cx="273" cy="91" r="5" fill="var(--sheet)" />
  </>
);

export const Comet = () => (
  <>
    <path d="M160 16 V118" strokeWidth="0.8" />
    <g transform="rotate(-12 160 170)">
      <ellipse cx="160" cy="170" rx="136" ry="52" fill="none" strokeWidth="2.5" />
      <circle cx="60" cy="170" r="24" fill="var(--tint)" />
      <path d="M60 136 V142 M60 198 V204 M26 170 H32 M36 146 L41 151 M36 194 L41 189" />
      <path d="M252 206 L316 214 M250 212 L304 226 M252 200 L310 198" strokeWidth="1" />
      <circle cx="243" cy="211" r="9" fill="currentColor" />
      <circle cx="120" cy="121" r="5" fill="var(--sheet)" />
      <circle cx="196" cy="120" r="7" fill="var(--sheet)" />
    </g>
    <path d="M60 226 V262 M54 262 H66" strokeWidth="0.8" />
    <circle cx="60" cy="270" r="8" fill="var(--tint)" />
  </>
);
