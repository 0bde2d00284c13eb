/** The moving parts of the demo shop: what visitors click, and what its pages ask of its back end. */

/** `medianMs` is for a good connection on a good day. */
export type Endpoint = { method: string; path: string; medianMs: number };

/** Selectors of the links that lead to each route. */
const links: Record<string, string> = {
  "/": "header>a.brand",
  "/products": "header>nav>a.goods",
  "/product/[id]": "main>ul.goods>li>a",
  "/cart": "header>nav>a.cart",
  "/checkout": "main>a.button",
  "/account": "header>nav>a.account",
};

export const linkTo = (route: string): string => links[route] ?? "main>a";

const onView: Record<string, Endpoint> = {
  "/": { method: "GET", path: "/api/featured", medianMs: 110 },
  "/products": { method: "GET", path: "/api/products", medianMs: 180 },
  "/cart": { method: "GET", path: "/api/cart", medianMs: 85 },
  "/checkout": { method: "GET", path: "/api/delivery-options", medianMs: 140 },
  "/account": { method: "GET", path: "/api/account", medianMs: 120 },
};

/** What a page asks for when it is opened. */
export const requestOf = ({ route, path }: { route: string; path: string }): Endpoint | undefined =>
  route === "/product/[id]" ? { method: "GET", path: `/api${path}`, medianMs: 95 } : onView[route];

export const checkout: Endpoint = { method: "POST", path: "/api/checkout", medianMs: 420 };
export const checkoutButton = "form.checkout>button";

/** The click that stands before an action of the visitor, and what the shop then asks for. */
type Trigger = { click: string; request?: Endpoint };

/** Actions that are missing here, such as having seen a product, need no click. */
export const triggers: Record<string, Trigger> = {
  add_to_cart: { click: "button.add-to-cart", request: { method: "POST", path: "/api/cart", medianMs: 120 } },
  remove_from_cart: {
    click: "ul.cart>li>button.remove",
    request: { method: "DELETE", path: "/api/cart", medianMs: 90 },
  },
  search: { click: "form.search>button", request: { method: "GET", path: "/api/search", medianMs: 210 } },
  sign_in: { click: "form.sign-in>button", request: { method: "POST", path: "/api/session", medianMs: 160 } },
  purchase: { click: checkoutButton, request: checkout },
};
