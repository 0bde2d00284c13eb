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

const settlementMs = 350;

/** Takes as long as a quick bank. Rejects with `PaymentDeclined`, or with an error that no caller expects. */
export async function pay(order: Order, payment: Payment): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, settlementMs));
  if (payment === "declined") throw new PaymentDeclined(`The bank declined the card for order of ${order.items} items`);
  if (payment === "broken") throw new CardReaderGone("The card reader closed the connection before it answered");
}
