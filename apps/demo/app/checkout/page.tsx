import type { Metadata } from "next";
import { CheckoutView } from "../../src/checkout/checkout-view.tsx";

export const metadata: Metadata = { title: "Checkout" };

export default function CheckoutPage() {
  return (
    <div className="page pt-12">
      <CheckoutView />
    </div>
  );
}
