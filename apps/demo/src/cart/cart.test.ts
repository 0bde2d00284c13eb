import { describe, expect, it } from "vitest";
import { findProduct } from "../catalogue/products.ts";
import { addItem, billCart, type Cart, countItems, isCart, largestQuantity, removeItem, setQuantity } from "./cart.ts";

const lark = { productId: "lark-60", variant: "Silver" };
const log = { productId: "observing-log", variant: "Brass" };
const cart: Cart = [
  { ...lark, quantity: 1 },
  { ...log, quantity: 2 },
];

describe("filling a cart", () => {
  it("joins the same product and variant in one line", () => {
    expect(addItem(cart, { ...log, quantity: 3 })).toEqual([cart[0], { ...log, quantity: 5 }]);
  });

  it("keeps another variant apart", () => {
    expect(addItem(cart, { ...log, variant: "Night blue", quantity: 1 })).toHaveLength(3);
  });

  it.each([
    [0, 2],
    [-1, 2],
    [Number.NaN, 2],
    [99, 2 + largestQuantity],
    [1.9, 3],
  ])("takes %d of a new product as a count of %d items with the two there", (quantity, count) => {
    expect(countItems(addItem([{ ...log, quantity: 2 }], { ...lark, quantity }))).toBe(count);
  });

  it("never goes over the largest quantity of one line", () => {
    expect(setQuantity(cart, log, 500)[1]?.quantity).toBe(largestQuantity);
    expect(addItem(cart, { ...log, quantity: largestQuantity })[1]?.quantity).toBe(largestQuantity);
  });

  it("takes a line out at quantity zero and by removal, and leaves others alone", () => {
    expect(setQuantity(cart, log, 0)).toEqual([cart[0]]);
    expect(removeItem(cart, lark)).toEqual([cart[1]]);
    expect(removeItem(cart, { ...lark, variant: "Brass" })).toEqual(cart);
  });
});

describe("the bill", () => {
  it("adds up lines in cents", () => {
    const bill = billCart([{ ...log, quantity: 3 }], findProduct);
    expect(bill).toMatchObject({ subtotal: 6_600, shipping: 900, total: 7_500 });
    expect(bill.lines.map((line) => line.price)).toEqual([6_600]);
  });

  it.each([
    ["nothing", [], 0],
    ["just under 150 dollars", [{ productId: "comet-mobile", variant: "Silver", quantity: 2 }], 900],
    ["150 dollars and more", [{ ...lark, quantity: 1 }], 0],
  ] as const)("charges shipping for %s", (_what, items, shipping) => {
    expect(billCart(items, findProduct).shipping).toBe(shipping);
  });

  it("leaves out what the shop no longer has", () => {
    expect(billCart([{ productId: "gone", variant: "", quantity: 4 }], findProduct)).toMatchObject({ total: 0 });
  });
});

describe("a stored cart", () => {
  it.each([[[]], [cart]])("is taken: %j", (value) => expect(isCart(value)).toBe(true));
  it.each([[null], [{}], [[null]], [[{ ...lark }]], [[{ ...lark, quantity: 1.5 }]], [[{ ...lark, quantity: "1" }]]])(
    "is refused: %j",
    (value) => expect(isCart(value)).toBe(false),
  );
});
