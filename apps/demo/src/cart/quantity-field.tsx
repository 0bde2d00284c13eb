import { largestQuantity } from "./cart.ts";

type QuantityFieldProps = { quantity: number; least: number; label: string; onChange: (quantity: number) => void };

export const QuantityField = ({ quantity, least, label, onChange }: QuantityFieldProps) => (
  <fieldset className="flex h-11 items-center rounded-md border border-field-line">
    <legend className="sr-only">{label}</legend>
    <button
      type="button"
      aria-label="One less"
      disabled={quantity <= least}
      onClick={() => onChange(quantity - 1)}
      className="h-full w-11 disabled:opacity-40"
    >
      −
    </button>
    <output className="w-7 text-center tabular-nums">{quantity}</output>
    <button
      type="button"
      aria-label="One more"
      disabled={quantity >= largestQuantity}
      onClick={() => onChange(quantity + 1)}
      className="h-full w-11 disabled:opacity-40"
    >
      +
    </button>
  </fieldset>
);
