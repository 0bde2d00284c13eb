import type { Product } from "../catalogue/product.ts";

/** What the customer chose; the price is looked up when it is needed, never kept. */
export type CartItem = { productId: string; variant: string; quantity: number };
export type Cart = readonly CartItem[];

export const largestQuantity = 20;
const freeShippingFrom = 15_000;
const shippingPrice = 900;

type ItemKey = Pick<CartItem, "productId" | "variant">;

const isSame = (a: ItemKey, b: ItemKey): boolean => a.productId === b.productId && a.variant === b.variant;

const clampQuantity = (quantity: number): number => Math.min(Math.max(Math.trunc(quantity) || 0, 0), largestQuantity);

/** Adds to the line of the same product and variant, or opens one at the end. */
export function addItem(cart: Cart, item: CartItem): Cart {
  const present = cart.find((line) => isSame(line, item));
  if (present) return setQuantity(cart, present, present.quantity + item.quantity);
  const quantity = clampQuantity(item.quantity);
  return quantity === 0 ? cart : [...cart, { ...item, quantity }];
}

/** A quantity of zero takes the line out. */
export function setQuantity(cart: Cart, key: ItemKey, quantity: number): Cart {
  const wanted = clampQuantity(quantity);
  if (wanted === 0) return removeItem(cart, key);
  return cart.map((line) => (isSame(line, key) ? { ...line, quantity: wanted } : line));
}

export const removeItem = (cart: Cart, key: ItemKey): Cart => cart.filter((line) => !isSame(line, key));

export const countItems = (cart: Cart): number => cart.reduce((sum, line) => sum + line.quantity, 0);

export type CartLine = CartItem & { product: Product; price: number };
export type CartBill = { lines: CartLine[]; subtotal: number; shipping: number; total: number };

/** Prices the cart in cents. Products that the shop no longer has are left out. */
export function billCart(cart: Cart, findProduct: (id: string) => Product | undefined): CartBill {
  const lines = cart.flatMap((item) => {
    const product = findProduct(item.productId);
    return product ? [{ ...item, product, price: product.price * item.quantity }] : [];
  });
  const subtotal = lines.reduce((sum, line) => sum + line.price, 0);
  const shipping = subtotal === 0 || subtotal >= freeShippingFrom ? 0 : shippingPrice;
  return { lines, subtotal, shipping, total: subtotal + shipping };
}

export function isCart(value: unknown): value is Cart {
  return Array.isArray(value) && value.every(isCartItem);
}

function isCartItem(value: unknown): value is CartItem {
  if (typeof value !== "object" || value === null) return false;
  const { productId, variant, quantity } = value as Record<string, unknown>;
  return typeof productId === "string" && typeof variant === "string" && Number.isInteger(quantity);
}
