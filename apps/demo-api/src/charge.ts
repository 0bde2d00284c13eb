import { setTimeout as pause } from "node:timers/promises";
import { SpanKind } from "@opentelemetry/api";
import { inSpan } from "./in-span.ts";

export class CardDeclined extends Error {
  override name = "CardDeclined";
}

const settlementMs = 300;

/** A bank that takes its time, and refuses the card that the shop calls declined. Amounts are US cents. */
export const charge = (payment: string, amount: number): Promise<void> =>
  inSpan(
    {
      name: "charge card",
      kind: SpanKind.CLIENT,
      attributes: { "peer.service": "bank", "payment.method": payment, "payment.amount": amount },
    },
    async () => {
      await pause(settlementMs);
      if (payment === "declined") throw new CardDeclined("The bank declined the card");
    },
  );
