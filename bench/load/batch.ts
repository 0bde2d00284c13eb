import { randomBytes } from "node:crypto";

/** Batches of real shape for load: a visit's mix of kinds, with ids that no other batch has. */

const pages = ["/", "/products", "/product/dobson-8", "/product/star-atlas", "/cart", "/checkout", "/account"];
const metrics = ["LCP", "INP", "CLS", "FCP", "TTFB"] as const;

export type BatchOptions = { origin: string; events: number };

/** One batch as the SDK sends it, as JSON text. Two of three events are page views and custom events, the rest vitals, engagement and errors. */
export function makeBatch({ origin, events }: BatchOptions): string {
  const now = Date.now();
  return JSON.stringify({
    id: uuidV7(now),
    sentAt: now,
    context: {
      sessionId: uuidV7(now - 60_000),
      referrer: "https://www.google.com/",
      release: "1.4.2",
      environment: "production",
      service: "shop-web",
      language: "en-GB",
      viewportWidth: 1440,
      sdkVersion: "0.1.0",
    },
    events: Array.from({ length: events }, (_, index) => makeEvent({ origin, index, now })),
  });
}

function makeEvent({ origin, index, now }: { origin: string; index: number; now: number }): object {
  const path = pages[index % pages.length] ?? "/";
  const common = {
    id: uuidV7(now),
    time: now - 1000 + index,
    seq: index + 1,
    url: `${origin}${path}`,
    route: path.startsWith("/product/") ? "/product/[id]" : path,
  };
  const turn = index % 12;
  if (turn < 4) return { ...common, kind: "pageview", title: "Perigee shop", navigationType: "soft-navigation" };
  if (turn < 8) {
    return {
      ...common,
      kind: "custom",
      name: "add_to_cart",
      value: 129.5,
      props: { sku: "dobson-8", quantity: 1, currency: "EUR", list: "featured" },
    };
  }
  if (turn < 10) {
    return {
      ...common,
      kind: "vital",
      metric: metrics[index % metrics.length],
      value: 120 + index,
      rating: "good",
      navigationType: "navigate",
      target: "main > section.hero > img",
      attribution: { timeToFirstByte: 41, resourceLoadDelay: 120, resourceLoadDuration: 310, elementRenderDelay: 22 },
    };
  }
  if (turn < 11) return { ...common, kind: "engagement", durationMs: 4200 };
  return {
    ...common,
    kind: "error",
    type: "TypeError",
    message: "Cannot read properties of undefined (reading 'price')",
    stack: `TypeError: Cannot read properties of undefined (reading 'price')\n    at total (${origin}/assets/cart-9f3.js:1:2031)\n    at Cart (${origin}/assets/cart-9f3.js:1:5120)\n    at renderWithHooks (${origin}/assets/react-71c.js:12:1033)`,
    level: "error",
    handled: false,
    mechanism: "onerror",
  };
}

/** RFC 9562, section 5.7: 48 bits of milliseconds, then random bits around version and variant. */
function uuidV7(epochMs: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(epochMs, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
