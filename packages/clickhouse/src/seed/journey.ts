import { chooseProduct, type Product, searches } from "./catalogue.ts";
import { type Random, weighted } from "./random.ts";

/** One page of a visit, with what the visitor does on it. */
export type Page = { route: string; path: string; title: string; actions: Action[] };
export type Action = { name: string; value: number; props: Record<string, string> };

/** What makes a visit more or less likely to go on and to buy; 1 is usual. */
export type Mood = { bounce: number; purchase: number };

const chooseEntry = weighted([
  [46, "/"],
  [22, "/products"],
  [30, "/product/[id]"],
  [2, "/account"],
]);

/** Where people go from each page. The empty route ends the visit. */
const chooseNext: Record<string, (fraction: number) => string> = {
  "/": weighted([
    [55, "/products"],
    [30, "/product/[id]"],
    [5, "/account"],
    [10, ""],
  ]),
  "/products": weighted([
    [66, "/product/[id]"],
    [10, "/products"],
    [6, "/"],
    [18, ""],
  ]),
  "/product/[id]": weighted([
    [30, "/products"],
    [18, "/product/[id]"],
    [5, "/"],
    [47, ""],
  ]),
  "/cart": weighted([
    [58, "/checkout"],
    [20, "/products"],
    [22, ""],
  ]),
  "/checkout": weighted([
    [12, "/cart"],
    [88, ""],
  ]),
  "/account": weighted([
    [40, "/products"],
    [60, ""],
  ]),
};

const titles: Record<string, string> = {
  "/": "Small Orbit",
  "/products": "All goods",
  "/cart": "Cart",
  "/checkout": "Checkout",
  "/account": "Account",
};

const maxPages = 24;

/** Walks through the shop: the pages of a visit in order. About two in five visits end on their first page. */
export function walk(random: Random, mood: Mood): Page[] {
  const walker: Walker = { random, mood, cart: [], hasBought: false };
  const isBounce = random.chance(Math.min(0.95, 0.4 * mood.bounce));
  const pages = [visit(walker, chooseEntry(random.fraction()), isBounce)];
  while (!isBounce && pages.length < maxPages) {
    const route = nextRoute(walker, pages[pages.length - 1] as Page, pages.length);
    if (route === "") break;
    pages.push(visit(walker, route, false));
  }
  return pages;
}

type Walker = { random: Random; mood: Mood; cart: Product[]; hasBought: boolean };

function nextRoute({ random, cart, hasBought }: Walker, page: Page, length: number): string {
  if (hasBought) return page.route === "/checkout" && random.chance(0.3) ? "/account" : "";
  const added = page.actions.some(({ name }) => name === "add_to_cart");
  if (added && random.chance(0.7)) return "/cart";
  if (page.route === "/cart" && cart.length === 0) return "/products";
  const route = chooseNext[page.route]?.(random.fraction()) ?? "";
  // A visit that is no bounce sees a second page at least.
  return route === "" && length === 1 ? "/products" : route;
}

function visit(walker: Walker, route: string, isBounce: boolean): Page {
  if (route !== "/product/[id]") {
    const actions = isBounce ? [] : actionsOn(walker, route);
    return { route, path: route, title: titles[route] ?? "", actions };
  }
  const product = chooseProduct(walker.random.fraction());
  const viewed = action("view_item", product.price, { product: product.id, category: product.category });
  const actions = isBounce ? [viewed] : [viewed, ...considerBuying(walker, product)];
  return { route, path: `/product/${product.id}`, title: product.name, actions };
}

function considerBuying({ random, mood, cart }: Walker, product: Product): Action[] {
  if (!random.chance(0.26 * Math.sqrt(mood.purchase))) return [];
  const quantity = random.chance(0.85) ? 1 : 2;
  cart.push(...Array.from({ length: quantity }, () => product));
  return [action("add_to_cart", product.price * quantity, { product: product.id, quantity: String(quantity) })];
}

function actionsOn(walker: Walker, route: string): Action[] {
  const { random, cart } = walker;
  if (route === "/products" && random.chance(0.22)) {
    return [action("search", 0, { query: random.pick(searches), results: String(random.below(9)) })];
  }
  if (route === "/account" && random.chance(0.4)) return [action("sign_in", 0, { method: "name" })];
  if (route === "/cart" && cart.length > 1 && random.chance(0.12)) {
    const product = cart.pop() as Product;
    return [action("remove_from_cart", product.price, { product: product.id, quantity: "1" })];
  }
  return route === "/checkout" ? checkOut(walker) : [];
}

function checkOut(walker: Walker): Action[] {
  const { random, cart, mood } = walker;
  if (cart.length === 0) return [];
  const items = String(cart.length);
  const total = cart.reduce((sum, { price }) => sum + price, 0);
  const begun = action("begin_checkout", total, { items });
  if (!random.chance(0.52 * mood.purchase)) return [begun];
  walker.hasBought = true;
  const order = `SO-${100_000 + random.below(900_000)}`;
  return [begun, action("purchase", total, { order, items, currency: "USD", payment: "card" })];
}

const action = (name: string, value: number, props: Record<string, string>): Action => ({ name, value, props });
