import type { ReactNode } from "react";
import type { Tint } from "../catalogue/product.ts";
import { Almanac, Hexagon, Moon, Planisphere } from "./charts.tsx";
import { Lamp, Log, Meteorite, Sundial } from "./field-kit.tsx";
import { Comet, Orrery, Perigee, Tellurion } from "./models.tsx";
import { Reflector, Refractor, Spyglass, Traveller } from "./telescopes.tsx";

const drawings = {
  refractor: Refractor,
  traveller: Traveller,
  reflector: Reflector,
  spyglass: Spyglass,
  planisphere: Planisphere,
  moon: Moon,
  hexagon: Hexagon,
  almanac: Almanac,
  orrery: Orrery,
  tellurion: Tellurion,
  perigee: Perigee,
  comet: Comet,
  lamp: Lamp,
  log: Log,
  sundial: Sundial,
  meteorite: Meteorite,
} as const;
export type ArtName = keyof typeof drawings;

const tints: Record<Tint, string> = {
  silver: "#b4bcc4",
  brass: "#c79b4b",
  ink: "#4a5f86",
  rust: "#b4593d",
  paper: "#d8cdb4",
};

type ProductArtProps = {
  art: ArtName;
  tint: Tint;
  /** What the picture says to those who cannot see it; without it the drawing is decoration. */
  label?: string;
  className?: string;
  /** Drawn over or under the object on the same 320 by 320 sheet. */
  children?: ReactNode;
};

export function ProductArt({ art, tint, label, className, children }: ProductArtProps) {
  const Drawing = drawings[art];
  return (
    <svg
      viewBox="0 0 320 320"
      role="img"
      aria-label={label}
      aria-hidden={label === undefined}
      className={className}
      style={{ "--tint": tints[tint], "--sheet": "var(--surface)" } as React.CSSProperties}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <Drawing />
      {children}
    </svg>
  );
}
