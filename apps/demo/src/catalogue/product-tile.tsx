import Link from "next/link";
import { ProductArt } from "../art/product-art.tsx";
import { formatPrice } from "./format.ts";
import type { Product } from "./product.ts";

/** The whole tile is the link; what stands in `children` lies below it and stays its own control. */
export function ProductTile({ product, children }: { product: Product; children?: React.ReactNode }) {
  return (
    <article className="flex flex-col">
      <Link href={`/product/${product.id}`} className="group block">
        <div className="grid aspect-[4/5] place-items-center overflow-hidden rounded-md bg-sunken">
          <ProductArt
            art={product.art}
            tint={product.variants[0]?.tint ?? "silver"}
            className="w-[72%] duration-120 ease-out motion-safe:transition-transform group-hover:scale-[1.03]"
          />
        </div>
        <h3 className="mt-3 flex justify-between gap-3 font-medium">
          <span className="underline-offset-3 group-hover:underline">{product.name}</span>
          <span className="tabular-nums">{formatPrice(product.price)}</span>
        </h3>
        <p className="mt-0.5 text-[14px] text-muted">{product.line}</p>
      </Link>
      {children}
    </article>
  );
}
