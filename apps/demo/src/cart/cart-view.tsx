"use client";

import Link from "next/link";
import { ProductArt } from "../art/product-art.tsx";
import { formatPrice } from "../catalogue/format.ts";
import { findProduct } from "../catalogue/products.ts";
import { useIsLoaded, useStored } from "../stored.ts";
import { BillTable } from "./bill-table.tsx";
import { billCart, type CartLine } from "./cart.ts";
import { QuantityField } from "./quantity-field.tsx";
import { changeQuantity, removeFromCart, storedCart } from "./stored-cart.ts";

export function CartView() {
  const bill = billCart(useStored(storedCart), findProduct);
  if (!useIsLoaded()) return null;
  if (bill.lines.length === 0) return <EmptyCart />;
  return (
    <div className="mt-8 grid items-start gap-10 lg:grid-cols-[minmax(0,1fr)_340px] lg:gap-16">
      <ul className="border-line border-t">
        {bill.lines.map((line) => (
          <Line key={`${line.productId} ${line.variant}`} line={line} />
        ))}
      </ul>
      <section aria-label="Bill" className="rounded-md bg-sunken p-6">
        <BillTable bill={bill} />
        {/* A new document, as payment pages often are: the visit goes on over a hard navigation. */}
        <a href="/checkout" className="button mt-6 w-full">
          Go to checkout
        </a>
        {bill.shipping > 0 && <p className="mt-3 text-[14px] text-muted">Shipping is free from $150.00.</p>}
      </section>
    </div>
  );
}

function Line({ line }: { line: CartLine }) {
  const { product } = line;
  const tint = product.variants.find((variant) => variant.name === line.variant)?.tint ?? "silver";
  return (
    <li className="grid grid-cols-[84px_1fr] gap-4 border-line border-b py-5 sm:grid-cols-[104px_1fr_auto]">
      <div className="grid aspect-square place-items-center rounded-md bg-sunken">
        <ProductArt art={product.art} tint={tint} className="w-[80%]" />
      </div>
      <div>
        <p className="flex flex-wrap justify-between gap-x-4 font-medium">
          <Link href={`/product/${product.id}`} className="link">
            {product.name}
          </Link>
          <span className="tabular-nums sm:hidden">{formatPrice(line.price)}</span>
        </p>
        <p className="text-[14px] text-muted">{line.variant}</p>
        <div className="mt-3 flex flex-wrap items-center gap-4">
          <QuantityField
            quantity={line.quantity}
            least={1}
            label={`Quantity of ${product.name}`}
            onChange={(quantity) => changeQuantity(line, quantity)}
          />
          <button
            type="button"
            className="link min-h-11 text-[14px]"
            aria-label={`Remove ${product.name}`}
            onClick={() => removeFromCart(line)}
          >
            Remove
          </button>
        </div>
      </div>
      <p className="hidden font-medium tabular-nums sm:block">{formatPrice(line.price)}</p>
    </li>
  );
}

const EmptyCart = () => (
  <div className="mt-6">
    <p className="text-muted">Your cart is empty.</p>
    <p className="mt-6">
      <Link href="/products" className="button">
        See all goods
      </Link>
    </p>
  </div>
);
