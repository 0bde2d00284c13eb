import type { Random } from "./random.ts";
import { checkout, checkoutButton, type Endpoint } from "./shop-parts.ts";

/** A fault of the demo shop: where it strikes, how often, and what the browser says. */
export type ErrorGroup = {
  issueId: string;
  type: string;
  message: (random: Random) => string;
  culprit: string;
  level: "error" | "warning";
  handled: 0 | 1;
  stack: string;
  tags: Record<string, string>;
  /** The click and the request that it comes from, where those are always the same. */
  after?: { click?: string; request: Endpoint; status: number };
  /** Chance of it per page view on these routes. */
  rate: number;
  routes: readonly string[];
  strikes: (visit: { isBadRelease: boolean; browser: string; device: string }) => boolean;
};

type Fault = Partial<Omit<ErrorGroup, "message" | "stack">> &
  Pick<ErrorGroup, "issueId" | "type" | "rate" | "routes"> & {
    text: string | ((random: Random) => string);
    at: string[];
    /** What the SDK appends to the stack of an error that another one caused: its head and its first call. */
    cause?: readonly [head: string, at: string];
  };

const everywhere = ["/", "/products", "/product/[id]", "/cart", "/checkout", "/account"];

function errorGroup({ text, at, cause, ...fault }: Fault): ErrorGroup {
  const message = typeof text === "string" ? () => text : text;
  const culprit = at[0]?.replace(/https:\/\/[^/]+/, "").replace(/:\d+:\d+\)$/, ")") ?? "";
  const head = typeof text === "string" ? `${fault.type}: ${text}` : fault.type;
  return {
    level: "error",
    handled: 0,
    tags: {},
    strikes: () => true,
    ...fault,
    message,
    culprit,
    stack: [
      head,
      ...at.map((line) => `    at ${line}`),
      ...(cause ? [`Caused by: ${cause[0]}`, `    at ${cause[1]}`] : []),
    ].join("\n"),
  };
}

const chunk = (name: string, place: string) => `(https://small-orbit.example/_next/static/chunks/${name}.js:${place})`;

/** What the checkout says when the back end answers with 503. */
export const checkoutFailed: ErrorGroup = errorGroup({
  issueId: "9047711846253390162",
  type: "CheckoutError",
  text: "The order could not be placed",
  at: [`placeOrder ${chunk("checkout-b8d2", "1:8302")}`, `async onSubmit ${chunk("checkout-b8d2", "1:9120")}`],
  cause: ["HttpError: POST /api/checkout answered 503", `send ${chunk("api-77f0", "1:388")}`],
  rate: 0,
  routes: [],
});

export const errorGroups: readonly ErrorGroup[] = [
  errorGroup({
    issueId: "10284716205114402561",
    type: "TypeError",
    text: "Cannot read properties of undefined (reading 'amount')",
    at: [
      `formatPrice ${chunk("price-5d1c", "1:2210")}`,
      `ProductPrice ${chunk("product-91be", "1:8841")}`,
      `renderWithHooks ${chunk("framework-20aa", "9:55120")}`,
    ],
    rate: 0.16,
    routes: ["/product/[id]", "/cart"],
    strikes: ({ isBadRelease }) => isBadRelease,
  }),
  errorGroup({
    issueId: "3317045561200917733",
    type: "TypeError",
    text: "Failed to fetch",
    at: [`request ${chunk("api-77f0", "1:412")}`, `async loadCart ${chunk("cart-0c3d", "1:1904")}`],
    rate: 0.006,
    routes: ["/cart", "/checkout", "/products"],
    after: { request: { method: "GET", path: "/api/cart", medianMs: 4_000 }, status: 0 },
  }),
  errorGroup({
    issueId: "15590823770418622305",
    type: "ChunkLoadError",
    text: (random) => `Loading chunk ${100 + random.below(40)} failed.`,
    at: [`f.onerror ${chunk("webpack-3ae1", "1:3088")}`],
    rate: 0.002,
    routes: everywhere,
  }),
  errorGroup({
    issueId: "7742918853006141190",
    type: "PaymentDeclined",
    text: (random) => `The bank declined the card for order of ${1 + random.below(4)} items`,
    at: [`pay ${chunk("checkout-b8d2", "1:7715")}`, `async onSubmit ${chunk("checkout-b8d2", "1:9120")}`],
    rate: 0.03,
    routes: ["/checkout"],
    handled: 1,
    level: "warning",
    tags: { payment: "declined" },
    after: { click: checkoutButton, request: checkout, status: 402 },
  }),
  errorGroup({
    issueId: "1200458833127790043",
    type: "AbortError",
    text: "The play() request was interrupted by a call to pause().",
    at: [`HeroVideo.useEffect ${chunk("home-4f19", "1:1330")}`],
    rate: 0.008,
    routes: ["/"],
    strikes: ({ browser }) => browser === "Safari",
  }),
  errorGroup({
    issueId: "12981170045522388071",
    type: "RangeError",
    text: "Invalid time value",
    at: [`Date.toISOString (<anonymous>)`, `DeliveryDate ${chunk("checkout-b8d2", "1:4402")}`],
    rate: 0.012,
    routes: ["/checkout"],
    strikes: ({ browser }) => browser === "Samsung Internet" || browser === "Firefox",
  }),
  errorGroup({
    issueId: "5530098211764453002",
    type: "UnhandledRejection",
    text: "Request timed out after 10000 ms",
    at: [`search ${chunk("products-e2c7", "1:2874")}`],
    rate: 0.004,
    routes: ["/products"],
    strikes: ({ device }) => device !== "desktop",
    after: {
      click: "form.search>button",
      request: { method: "GET", path: "/api/search", medianMs: 10_000 },
      status: 0,
    },
  }),
  errorGroup({
    issueId: "17004382911650073318",
    type: "QuotaExceededError",
    text: "Failed to execute 'setItem' on 'Storage': Setting the value of 'cart' exceeded the quota.",
    at: [`saveCart ${chunk("cart-0c3d", "1:611")}`],
    rate: 0.003,
    routes: ["/product/[id]"],
    handled: 1,
  }),
];
