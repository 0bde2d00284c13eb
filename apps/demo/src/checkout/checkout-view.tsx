"use client";

import Link from "next/link";
import { type SubmitEvent, useRef, useState } from "react";
import { BillTable } from "../cart/bill-table.tsx";
import { billCart, type CartBill, countItems } from "../cart/cart.ts";
import { storedCart } from "../cart/stored-cart.ts";
import { findProduct } from "../catalogue/products.ts";
import { useIsLoaded, useStored } from "../stored.ts";
import { reportError, track } from "../telemetry/perigee.ts";
import { TrackView } from "../telemetry/track-view.tsx";
import { AddressFields } from "./address-fields.tsx";
import { makeOrder, type Order, storedOrders } from "./order.ts";
import { type Payment, PaymentDeclined, pay } from "./pay.ts";
import { PaymentFields } from "./payment-fields.tsx";
import { type CheckoutField, type CheckoutProblems, emptyForm, validateCheckout } from "./validate-checkout.ts";

export function CheckoutView() {
  const isLoaded = useIsLoaded();
  const bill = billCart(useStored(storedCart), findProduct);
  const [order, setOrder] = useState<Order>();
  if (order) return <Thanks order={order} />;
  return (
    <>
      <h1 className="font-medium text-[34px] tracking-[-0.025em]">Checkout</h1>
      {isLoaded && (bill.lines.length > 0 ? <Till bill={bill} onPlaced={setOrder} /> : <NothingToBuy />)}
    </>
  );
}

type TillProps = { bill: CartBill; onPlaced: (order: Order) => void };

const Till = ({ bill, onPlaced }: TillProps) => (
  <div className="mt-8 grid items-start gap-10 lg:grid-cols-[minmax(0,1fr)_340px] lg:gap-16">
    <TrackView name="begin_checkout" props={{ items: countItems(bill.lines) }} value={bill.total / 100} />
    <CheckoutForm bill={bill} onPlaced={onPlaced} />
    <section aria-label="Bill" className="rounded-md bg-sunken p-6 max-lg:order-first">
      <ul className="mb-4 border-line border-b pb-4 text-[14px]">
        {bill.lines.map((line) => (
          <li key={`${line.productId} ${line.variant}`} className="flex justify-between gap-4 py-0.5">
            <span>{line.product.name}</span>
            <span className="text-muted tabular-nums">{line.quantity}</span>
          </li>
        ))}
      </ul>
      <BillTable bill={bill} />
    </section>
  </div>
);

function CheckoutForm({ bill, onPlaced }: TillProps) {
  const [form, setForm] = useState(emptyForm);
  const [payment, setPayment] = useState<Payment>("card");
  const [problems, setProblems] = useState<CheckoutProblems>({});
  const [isPaying, setIsPaying] = useState(false);
  const [refusal, setRefusal] = useState("");
  const element = useRef<HTMLFormElement>(null);

  const place = async () => {
    const order = makeOrder(bill, new Date());
    setIsPaying(true);
    setRefusal("");
    try {
      await pay(order, payment);
      complete(order, payment);
      onPlaced(order);
    } catch (error) {
      setRefusal("The payment did not go through. Your card was not charged; choose another way to pay.");
      // What the bank refuses is reported; anything else is a bug and goes on as a rejection that nobody catches.
      if (!(error instanceof PaymentDeclined)) throw error;
      reportError(error);
    } finally {
      setIsPaying(false);
    }
  };

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const found = validateCheckout(form);
    setProblems(found);
    const [first] = Object.keys(found);
    if (first) element.current?.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
    else void place();
  };

  const change = (field: CheckoutField, text: string) => {
    setForm({ ...form, [field]: text });
    const { [field]: _solved, ...others } = problems;
    setProblems(others);
  };

  return (
    <form ref={element} noValidate onSubmit={submit}>
      <AddressFields form={form} problems={problems} onChange={change} />
      <PaymentFields payment={payment} onChange={setPayment} />
      <p role="alert" className="mt-5 min-h-6 text-poor">
        {refusal}
      </p>
      <button type="submit" className="button mt-2 w-full sm:w-auto sm:px-10" disabled={isPaying}>
        {isPaying ? "Paying" : "Place order"}
      </button>
    </form>
  );
}

function complete(order: Order, payment: Payment): void {
  storedOrders.write([order, ...storedOrders.read()]);
  storedCart.write([]);
  track("purchase", { order: order.id, items: order.items, currency: "USD", payment }, order.total / 100);
}

const Thanks = ({ order }: { order: Order }) => (
  <div role="status">
    <h1 className="font-medium text-[34px] tracking-[-0.025em]">Thank you</h1>
    <p className="mt-3 max-w-[52ch]">
      Order <span className="font-medium tabular-nums">{order.id}</span> is placed: {order.names.join(", ")}. Clear
      skies.
    </p>
    <p className="mt-6 flex flex-wrap gap-3">
      <Link href="/account" className="button">
        See your orders
      </Link>
      <Link href="/products" className="button button-quiet">
        Look around more
      </Link>
    </p>
  </div>
);

const NothingToBuy = () => (
  <>
    <p className="mt-4 text-muted">Your cart is empty, so there is nothing to pay.</p>
    <p className="mt-6">
      <Link href="/products" className="button">
        See all goods
      </Link>
    </p>
  </>
);
