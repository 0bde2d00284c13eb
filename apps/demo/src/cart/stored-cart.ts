import { findProduct } from "../catalogue/products.ts";
import { stored } from "../stored.ts";
import { track } from "../telemetry/perigee.ts";
import { addItem, type Cart, type CartItem, isCart, removeItem, setQuantity } from "./cart.ts";

export const storedCart = stored<Cart>({ key: "small-orbit.cart", storage: "local", fallback: [], accepts: isCart });

export function addToCart(item: CartItem): void {
  storedCart.write(addItem(storedCart.read(), item));
  report("add_to_cart", item);
}

/** Sets a line's quantity and reports the difference as added or removed. */
export function changeQuantity(item: CartItem, quantity: number): void {
  storedCart.write(setQuantity(storedCart.read(), item, quantity));
  const difference = quantity - item.quantity;
  report(difference > 0 ? "add_to_cart" : "remove_from_cart", { ...item, quantity: Math.abs(difference) });
}

export function removeFromCart(item: CartItem): void {
  storedCart.write(removeItem(storedCart.read(), item));
  report("remove_from_cart", item);
}

function report(event: "add_to_cart" | "remove_from_cart", { productId, variant, quantity }: CartItem): void {
  const price = findProduct(productId)?.price ?? 0;
  track(event, { product: productId, variant, quantity }, (price * quantity) / 100);
}
