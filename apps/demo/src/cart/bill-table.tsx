import { formatPrice } from "../catalogue/format.ts";
import type { CartBill } from "./cart.ts";

export const BillTable = ({ bill }: { bill: CartBill }) => (
  <dl className="tabular-nums">
    <Row name="Goods" price={formatPrice(bill.subtotal)} />
    <Row name="Shipping" price={bill.shipping === 0 ? "Free" : formatPrice(bill.shipping)} />
    <div className="mt-2 flex justify-between border-line border-t pt-3 font-medium text-[17px]">
      <dt>Total</dt>
      <dd>{formatPrice(bill.total)}</dd>
    </div>
  </dl>
);

const Row = ({ name, price }: { name: string; price: string }) => (
  <div className="flex justify-between py-1">
    <dt className="text-muted">{name}</dt>
    <dd>{price}</dd>
  </div>
);
