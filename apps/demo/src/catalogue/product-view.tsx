"use client";

import Link from "next/link";
import { useState } from "react";
import { storedProfile } from "../account/profile.ts";
import { QuantityField } from "../cart/quantity-field.tsx";
import { addToCart } from "../cart/stored-cart.ts";
import { useStored } from "../stored.ts";
import { useDeliveryNote } from "../telemetry/flags.ts";
import { formatLength, formatPrice, formatWeight } from "./format.ts";
import type { Product, Variant } from "./product.ts";
import { ProductGallery } from "./product-gallery.tsx";

/** The part of the product page that answers to the customer: gallery, variants, add to cart. */
export function ProductView({ product }: { product: Product }) {
  const [variant, setVariant] = useState<Variant | undefined>(product.variants[0]);
  const [quantity, setQuantity] = useState(1);
  const [added, setAdded] = useState(0);
  const deliveryNote = useDeliveryNote();
  if (!variant) return null;
  const add = () => {
    addToCart({ productId: product.id, variant: variant.name, quantity });
    setAdded((count) => count + quantity);
  };
  return (
    <div className="mt-4 grid gap-10 lg:grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)] lg:gap-16">
      <ProductGallery product={product} tint={variant.tint} />
      <div className="lg:pt-6">
        <h1 className="font-medium text-[34px] leading-[1.1] tracking-[-0.025em]">{product.name}</h1>
        <p className="mt-2 text-[17px] text-muted">{product.line}</p>
        <p className="mt-5 font-medium text-[20px] tabular-nums">
          {formatPrice(product.price)}
          {deliveryNote === "promise" && (
            <span className="ml-3 font-normal text-[14px] text-good">leaves tomorrow</span>
          )}
        </p>
        <VariantPicker product={product} chosen={variant} onChoose={setVariant} />
        <div className="mt-6 flex flex-wrap gap-3">
          <QuantityField quantity={quantity} least={1} onChange={setQuantity} label="Quantity" />
          <button type="button" className="button flex-1 sm:flex-none sm:px-10" onClick={add}>
            Add to cart
          </button>
        </div>
        <p role="status" className="mt-3 min-h-6 text-[14px]">
          {added > 0 && (
            <>
              {added === 1 ? "It is in your cart. " : `${added} are in your cart. `}
              <Link href="/cart" className="link font-medium">
                View cart
              </Link>
            </>
          )}
        </p>
        <p className="mt-5 max-w-[56ch]">{product.description}</p>
        <Facts product={product} />
      </div>
    </div>
  );
}

type VariantPickerProps = { product: Product; chosen: Variant; onChoose: (variant: Variant) => void };

const VariantPicker = ({ product, chosen, onChoose }: VariantPickerProps) => (
  <fieldset className="mt-6">
    <legend className="text-[14px] text-muted">Version</legend>
    <div className="mt-2 flex flex-wrap gap-2">
      {product.variants.map((variant) => (
        <label
          key={variant.name}
          className="relative flex min-h-11 items-center rounded-md border border-field-line px-4 has-checked:border-ink has-checked:shadow-[inset_0_0_0_1px_var(--text)] has-focus-visible:outline-2 has-focus-visible:outline-(--focus) has-focus-visible:outline-offset-2"
        >
          <input
            type="radio"
            name="variant"
            className="absolute inset-0 appearance-none"
            checked={variant.name === chosen.name}
            onChange={() => onChoose(variant)}
          />
          {variant.name}
        </label>
      ))}
    </div>
  </fieldset>
);

function Facts({ product }: { product: Product }) {
  const { units } = useStored(storedProfile);
  const facts = {
    ...product.facts,
    Size: `${formatLength(product.size.width, units)} by ${formatLength(product.size.height, units)}`,
    Weight: formatWeight(product.weight, units),
  };
  return (
    <dl className="mt-8 border-line border-t text-[14px]">
      {Object.entries(facts).map(([name, text]) => (
        <div key={name} className="flex justify-between gap-6 border-line border-b py-2.5">
          <dt className="text-muted">{name}</dt>
          <dd className="text-right tabular-nums">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
