"use client";

import clsx from "clsx";
import { type ReactNode, useState } from "react";
import { storedProfile } from "../account/profile.ts";
import { ProductArt } from "../art/product-art.tsx";
import { starField } from "../art/star-field.ts";
import { useStored } from "../stored.ts";
import { formatLength } from "./format.ts";
import type { Product, Tint } from "./product.ts";

const views = ["Drawing", "Under the stars", "Measures"] as const;
type View = (typeof views)[number];

/** Three plates of one drawing: as it is, at night, and with its measures. */
export function ProductGallery({ product, tint }: { product: Product; tint: Tint }) {
  const [view, setView] = useState<View>("Drawing");
  return (
    <div>
      <Plate product={product} tint={tint} view={view} className="aspect-square sm:aspect-[5/4]" label />
      <fieldset className="mt-3 grid grid-cols-3 gap-3">
        <legend className="sr-only">Pictures</legend>
        {views.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === view}
            onClick={() => setView(name)}
            className="group text-left text-[13px]"
          >
            <Plate
              product={product}
              tint={tint}
              view={name}
              className={clsx("aspect-[4/3]", name === view && "shadow-[inset_0_0_0_2px_var(--text)]")}
            />
            <span className={clsx("mt-1.5 block", name !== view && "text-muted group-hover:text-ink")}>{name}</span>
          </button>
        ))}
      </fieldset>
    </div>
  );
}

type PlateProps = { product: Product; tint: Tint; view: View; className: string; label?: boolean };

function Plate({ product, tint, view, className, label = false }: PlateProps) {
  const atNight = view === "Under the stars";
  return (
    <div
      className={clsx("relative overflow-hidden rounded-md", className, atNight ? "bg-night" : "bg-sunken")}
      style={atNight ? ({ "--surface": "#1d232c", color: "var(--night-text)" } as React.CSSProperties) : undefined}
    >
      <ProductArt
        art={product.art}
        tint={tint}
        className={clsx("absolute inset-0 size-full overflow-visible", view === "Drawing" ? "p-[6%]" : "p-[3%]")}
        {...(label && { label: `${product.name}, ${view.toLowerCase()}` })}
      >
        {extras(view, product)}
      </ProductArt>
    </div>
  );
}

function extras(view: View, product: Product): ReactNode {
  if (view === "Under the stars") return <Stars seed={product.id.length * 31} />;
  if (view === "Measures") return <Measures product={product} />;
  return null;
}

const Stars = ({ seed }: { seed: number }) => (
  <g fill="var(--night-text)" stroke="none" opacity="0.7">
    {starField({ seed, count: 46, width: 560, height: 320 }).map((star) => (
      <circle key={`${star.x} ${star.y}`} cx={star.x - 120} cy={star.y} r={star.radius} />
    ))}
  </g>
);

function Measures({ product }: { product: Product }) {
  const { units } = useStored(storedProfile);
  return (
    <g strokeWidth="1" className="text-brass" stroke="currentColor">
      <path d="M20 314 H300 M20 308 V320 M300 308 V320 M312 20 V300 M306 20 H318 M306 300 H318" />
      <g
        fill="currentColor"
        stroke="var(--sunken)"
        strokeWidth="10"
        paintOrder="stroke"
        fontSize="12"
        textAnchor="middle"
      >
        <text x="160" y="318">
          {formatLength(product.size.width, units)}
        </text>
        <text transform="translate(316 160) rotate(-90)">{formatLength(product.size.height, units)}</text>
      </g>
    </g>
  );
}
