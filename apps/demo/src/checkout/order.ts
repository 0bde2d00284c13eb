import { type CartBill, countItems } from "../cart/cart.ts";
import { stored } from "../stored.ts";

export type Order = {
  id: string;
  /** ISO 8601. */
  placedAt: string;
  items: number;
  /** US cents. */
  total: number;
  names: readonly string[];
};

export const storedOrders = stored<readonly Order[]>({
  key: "small-orbit.orders",
  storage: "local",
  fallback: [],
  accepts: (value): value is readonly Order[] => Array.isArray(value) && value.every(isOrder),
});

export function makeOrder(bill: CartBill, now: Date): Order {
  return {
    id: `SO-${now.getTime().toString(36).slice(-6).toUpperCase()}`,
    placedAt: now.toISOString(),
    items: countItems(bill.lines),
    total: bill.total,
    names: bill.lines.map((line) => line.product.name),
  };
}

function isOrder(value: unknown): value is Order {
  if (typeof value !== "object" || value === null) return false;
  const order = value as Record<string, unknown>;
  return typeof order["id"] === "string" && typeof order["total"] === "number" && Array.isArray(order["names"]);
}
