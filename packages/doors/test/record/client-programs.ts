/** What is done with each client. A program says that it is done by asking for /finished. */
export type Client = { name: string; runsIn: "chromium" | "node"; program: string };

const key = "pk_0123456789abcdefghijklmnop";

const onceDone = `
const done = (ms) => setTimeout(() => { fetch("/finished"); }, ms);
`;

const faro = `
import { initializeFaro, getWebInstrumentations } from "@grafana/faro-web-sdk";
import { TracingInstrumentation } from "@grafana/faro-web-tracing";
${onceDone}
const isSecond = location.pathname === "/thanks";
const faro = initializeFaro({
  url: "/collect/${key}",
  app: { name: "shop-web", namespace: "shop", version: "1.4.0", environment: "production" },
  instrumentations: [...getWebInstrumentations({ captureConsole: true }), new TracingInstrumentation()],
});
faro.api.setUser({ id: "u-17", email: "ann@mail.example", username: "ann", attributes: { plan: "pro" } });
if (isSecond) {
  faro.api.setView({ name: "thanks" });
  done(3000);
} else {
  class CartError extends Error { name = "CartError"; }
  function priceOf(cart) { throw new CartError("price of " + cart + " is missing", { cause: new TypeError("no prices") }); }
  faro.api.pushEvent("add_to_cart", { sku: "A-1", amount: "2" });
  faro.api.pushLog(["checkout is slow"], { level: "warn", context: { step: "payment" } });
  faro.api.pushMeasurement({ type: "cart", values: { total: 42.5, items: 2 } }, { context: { currency: "EUR" } });
  try { priceOf("7"); } catch (error) { faro.api.pushError(error, { context: { cart: "7" } }); }
  console.error("stock is unknown");
  setTimeout(() => priceOf("8"), 50);
  setTimeout(() => Promise.reject(new RangeError("too many")), 60);
  setTimeout(() => fetch("/shop/prices?token=s3cret"), 70);
  setTimeout(() => faro.api.setView({ name: "checkout" }), 80);
  setTimeout(() => history.pushState(null, "", "/checkout"), 90);
  setTimeout(() => { location.href = "/thanks"; }, 3000);
}
`;

const sentryBrowser = `
import * as Sentry from "@sentry/browser";
${onceDone}
Sentry.init({
  dsn: "http://${key}@" + location.host + "/1",
  release: "shop-web@1.4.0",
  environment: "production",
  integrations: [Sentry.browserTracingIntegration()],
  tracesSampleRate: 1,
  enableLogs: true,
  sendDefaultPii: true,
});
Sentry.setUser({ id: "u-17", email: "ann@mail.example", username: "ann", ip_address: "{{auto}}" });
Sentry.setTag("service", "shop-web");
Sentry.setExtra("cart", 7);
function priceOf(cart) { throw new TypeError("price of " + cart + " is missing", { cause: new RangeError("no prices") }); }
fetch("/shop/prices?token=s3cret");
Sentry.startSpan({ name: "add to cart", op: "ui.action" }, () => {});
Sentry.logger.warn("checkout is slow", { step: "payment", ms: 1200, retried: true });
Sentry.metrics.count("carts", 1, { attributes: { plan: "pro" } });
Sentry.metrics.distribution("cart.total", 42.5, { unit: "euro" });
Sentry.metrics.gauge("cart.items", 2);
Sentry.captureMessage("stock is low", "warning");
try { priceOf("7"); } catch (error) { Sentry.captureException(error); }
setTimeout(() => priceOf("8"), 50);
setTimeout(() => Promise.reject(new RangeError("too many")), 60);
setTimeout(() => { location.href = "/thanks"; }, 4000);
if (location.pathname === "/thanks") done(1000);
`;

const sentryBrowserTransactions = `
import * as Sentry from "@sentry/browser";
${onceDone}
Sentry.init({
  dsn: "http://${key}@" + location.host + "/1",
  release: "shop-web@1.4.0",
  environment: "production",
  integrations: [Sentry.browserTracingIntegration()],
  tracesSampleRate: 0.999999,
  traceLifecycle: "static",
});
setTimeout(() => fetch("/shop/prices"), 100);
setTimeout(() => { location.href = "/thanks"; }, 4000);
if (location.pathname === "/thanks") done(1000);
`;

const sentryNode = `
import * as Sentry from "@sentry/node";
const port = process.argv[2];
Sentry.init({
  dsn: "http://${key}@localhost:" + port + "/1",
  release: "checkout@2.0.0",
  environment: "production",
  tracesSampleRate: 1,
  enableLogs: true,
  sendDefaultPii: true,
});
const { createServer } = await import("node:http");
Sentry.setTag("service", "checkout");
function chargeOf(order) { throw new TypeError("order " + order + " has no total", { cause: new Error("database is gone") }); }
const shop = createServer((request, response) => {
  Sentry.startSpan({ name: "SELECT total FROM orders", op: "db", attributes: { "db.system": "postgresql" } }, () => {});
  Sentry.logger.error("payment failed", { order: 7 });
  Sentry.metrics.count("payments", 1);
  try { chargeOf(7); } catch (error) { Sentry.captureException(error, { tags: { step: "charge" } }); }
  response.writeHead(500).end();
}).listen(0);
const { promise: listening, resolve } = Promise.withResolvers();
shop.once("listening", resolve);
if (!shop.listening) await listening;
const headers = { cookie: "session=s3cret", authorization: "Bearer s3cret", "x-forwarded-for": "203.0.113.7" };
await fetch("http://localhost:" + shop.address().port + "/pay?card=4111111111111111", { headers });
await Sentry.flush(3000);
await fetch("http://localhost:" + port + "/finished");
process.exit();
`;

const sentryNodeTransactions = `
import * as Sentry from "@sentry/node";
const port = process.argv[2];
Sentry.init({
  dsn: "http://${key}@localhost:" + port + "/1",
  release: "checkout@2.0.0",
  environment: "production",
  tracesSampleRate: 1,
  traceLifecycle: "static",
});
const { createServer } = await import("node:http");
const shop = createServer((request, response) => {
  Sentry.startSpan({ name: "SELECT total FROM orders", op: "db", attributes: { "db.system": "postgresql" } }, (span) => {
    span.setStatus({ code: 2, message: "deadline_exceeded" });
  });
  response.writeHead(200).end();
}).listen(0);
const { promise: listening, resolve } = Promise.withResolvers();
shop.once("listening", resolve);
if (!shop.listening) await listening;
const headers = { "x-forwarded-for": "203.0.113.7" };
await Sentry.startSpan({ name: "pay", op: "task" }, () => fetch("http://localhost:" + shop.address().port + "/pay", { headers }));
await Sentry.flush(3000);
await fetch("http://localhost:" + port + "/finished");
process.exit();
`;

const plausible = `
import { init, track } from "@plausible-analytics/tracker";
${onceDone}
window.__plausible = true;
init({ domain: "shop.example", endpoint: "/api/event?key=${key}", captureOnLocalhost: true, outboundLinks: true });
track("Signup", { props: { plan: "pro" }, revenue: { amount: 19.9, currency: "EUR" } });
setTimeout(() => history.pushState(null, "", "/thanks?utm_source=news"), 500);
setTimeout(() => { window.dispatchEvent(new Event("blur")); }, 4500);
done(5500);
`;

export const clients: readonly Client[] = [
  { name: "faro-web-sdk", runsIn: "chromium", program: faro },
  { name: "sentry-browser", runsIn: "chromium", program: sentryBrowser },
  { name: "sentry-browser-transactions", runsIn: "chromium", program: sentryBrowserTransactions },
  { name: "sentry-node-transactions", runsIn: "node", program: sentryNodeTransactions },
  { name: "sentry-node", runsIn: "node", program: sentryNode },
  { name: "plausible-tracker", runsIn: "chromium", program: plausible },
];
