import type { Order } from "./order.ts";

/** The ways to pay: one works, and two fail as real ones do. */
export const payments = {
  card: { name: "Test card", hint: "Goes through." },
  declined: { name: "Declined card", hint: "Is refused; the shop reports the error itself." },
  broken: { name: "Broken card reader", hint: "Rejects a promise that nobody catches." },
} as const;
export type Payment = keyof typeof payments;

export class PaymentDeclined extends Error {
  override name = "PaymentDeclined";
}

class CardReaderGone extends Error {
  override name = "CardReaderGone";
}

/**
 * Sends the order to the shop's back end, whose spans become a part of the click's trace. Rejects with `PaymentDeclined`, or with an error
 * that no caller expects.
 */
export async function pay({ id, items, total, names }: Order, payment: Payment): Promise<void> {
  if (payment === "broken") throw new CardReaderGone("The card reader closed the connection before it answered");
  const body = JSON.stringify({ id, items, total, names, payment });
  const response = await fetch("/api/orders", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  if (response.status === 402) throw new PaymentDeclined(`The bank declined the card for order of ${items} items`);
  if (!response.ok) throw new Error(`The order was not taken: status ${response.status}`);
}
