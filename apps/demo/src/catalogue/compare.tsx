"use client";

import clsx from "clsx";
import Link from "next/link";
import { storedProfile } from "../account/profile.ts";
import { stored, useStored } from "../stored.ts";
import { track } from "../telemetry/perigee.ts";
import { blockMainThread } from "../telemetry/trouble.ts";
import { formatLength, formatPrice, formatWeight } from "./format.ts";
import { findProduct } from "./products.ts";

const mostCompared = 3;
/** Long enough for a poor Interaction to Next Paint, which begins at 500 ms. */
const compareMs = 600;

const compared = stored<readonly string[]>({
  key: "small-orbit.compared",
  storage: "session",
  fallback: [],
  accepts: (value): value is readonly string[] => Array.isArray(value) && value.every((id) => typeof id === "string"),
});

/** Slow on purpose: it blocks the page before it answers. */
export function CompareButton({ productId, name }: { productId: string; name: string }) {
  const ids = useStored(compared);
  const isChosen = ids.includes(productId);
  const toggle = () => {
    blockMainThread(compareMs);
    compared.write(isChosen ? ids.filter((id) => id !== productId) : [...ids, productId].slice(-mostCompared));
    if (!isChosen) track("compare", { product: productId });
  };
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={toggle}
      className={clsx(
        "mt-2 min-h-9 self-start rounded-md border px-3 text-[13px]",
        isChosen ? "border-ink bg-ink text-surface" : "border-field-line text-muted hover:text-ink",
      )}
    >
      Compare<span className="sr-only"> {name}</span>
      {isChosen && <span aria-hidden="true"> ✓</span>}
    </button>
  );
}

export function CompareTable() {
  const { units } = useStored(storedProfile);
  const products = useStored(compared).flatMap((id) => findProduct(id) ?? []);
  if (products.length === 0) return null;
  return (
    <section aria-labelledby="compared" className="mt-16 overflow-x-auto">
      <h2 id="compared" className="font-medium text-[20px]">
        Side by side
      </h2>
      <table className="mt-4 w-full min-w-[520px] text-left text-[14px]">
        <thead>
          <tr className="border-line border-b text-muted">
            <th scope="col" className="py-2 font-normal">
              Name
            </th>
            <th scope="col" className="py-2 text-right font-normal">
              Price
            </th>
            <th scope="col" className="py-2 text-right font-normal">
              Width
            </th>
            <th scope="col" className="py-2 text-right font-normal">
              Height
            </th>
            <th scope="col" className="py-2 text-right font-normal">
              Weight
            </th>
          </tr>
        </thead>
        <tbody className="tabular-nums">
          {products.map((product) => (
            <tr key={product.id} className="border-line border-b">
              <th scope="row" className="py-2.5 font-medium">
                <Link href={`/product/${product.id}`} className="link">
                  {product.name}
                </Link>
              </th>
              <td className="text-right">{formatPrice(product.price)}</td>
              <td className="text-right">{formatLength(product.size.width, units)}</td>
              <td className="text-right">{formatLength(product.size.height, units)}</td>
              <td className="text-right">{formatWeight(product.weight, units)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
