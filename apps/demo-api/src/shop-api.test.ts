import { describe, expect, it } from "vitest";
import { shopApi } from "./shop-api.ts";
import { openStock } from "./stock.ts";

const order = { id: "SO-1A", items: 2, total: 4_900, names: ["Lark 60", "Star chart"], payment: "card" };

const post = (body: unknown, stock = openStock()) =>
  shopApi(stock).request("/orders", { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });

describe("POST /orders", () => {
  it("places an order", async () => {
    const answer = await post(order);
    expect([answer.status, await answer.json()]).toEqual([201, { id: "SO-1A" }]);
  });

  it("says 402 where the bank declines", async () => {
    const answer = await post({ ...order, payment: "declined" });
    expect([answer.status, await answer.json()]).toEqual([402, { error: "The bank declined the card" }]);
  });

  it.each([["no JSON"], [{ ...order, items: 0 }], [{ ...order, payment: "cash" }], [{ ...order, names: [] }]])(
    "refuses %j",
    async (body) => expect((await post(body)).status).toBe(400),
  );
});

it("takes goods off the shelf one by one, and fills it when it is empty", async () => {
  const stock = openStock();
  const left = await stock.take(Array.from({ length: 42 }, () => "Lark 60"));
  expect([left.slice(0, 3), left.slice(-2)]).toEqual([
    [40, 39, 38],
    [0, 40],
  ]);
});
