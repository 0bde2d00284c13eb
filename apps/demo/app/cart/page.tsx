import type { Metadata } from "next";
import { CartView } from "../../src/cart/cart-view.tsx";

export const metadata: Metadata = { title: "Cart" };

export default function CartPage() {
  return (
    <div className="page pt-12">
      <h1 className="font-medium text-[34px] tracking-[-0.025em]">Your cart</h1>
      <CartView />
    </div>
  );
}
