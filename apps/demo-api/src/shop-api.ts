import { httpInstrumentationMiddleware } from "@hono/otel";
import { metrics } from "@opentelemetry/api";
import { Hono } from "hono";
import { z } from "zod";
import { CardDeclined, charge } from "./charge.ts";
import { log } from "./log.ts";
import type { Stock } from "./stock.ts";

/** What the shop's checkout sends. `total` is in US cents. */
const Order = z.object({
  id: z.string().regex(/^SO-[0-9A-Z]{1,10}$/),
  items: z.int().min(1).max(1_000),
  total: z.int().min(0),
  names: z.array(z.string().min(1).max(100)).min(1).max(50),
  payment: z.enum(["card", "declined"]),
});

const lowShelf = 5;

/** The shop's back end: takes goods off the shelf, charges the card, keeps the order. */
export function shopApi(stock: Stock): Hono {
  const orders = metrics.getMeter("demo-api").createCounter("shop.orders", {
    unit: "{order}",
    description: "Orders that were placed, by how they were paid and what became of them.",
  });
  const app = new Hono();
  app.get("/health", (context) => context.json({ status: "ok" }));
  // Makes a span of each request but that for the health, child of the browser's where it sent a traceparent.
  app.use(httpInstrumentationMiddleware());
  app.post("/orders", async (context) => {
    const parsed = Order.safeParse(await context.req.json().catch(() => undefined));
    if (!parsed.success) {
      log("warn", "order refused: it does not have the required shape", { "http.response.status_code": 400 });
      return context.json({ error: z.prettifyError(parsed.error) }, 400);
    }
    const { payment, ...order } = parsed.data;
    const about = { "order.id": order.id, "order.items": order.items, "order.total": order.total };
    try {
      for (const [index, left] of (await stock.take(order.names)).entries()) {
        if (left < lowShelf) log("warn", `only ${left} left of ${order.names[index]}`, about);
      }
      await charge(payment, order.total);
      await stock.keepOrder(order);
    } catch (cause) {
      if (!(cause instanceof CardDeclined)) throw cause;
      orders.add(1, { payment, outcome: "declined" });
      log("error", `payment failed: ${cause.message}`, { ...about, "payment.method": payment });
      return context.json({ error: cause.message }, 402);
    }
    orders.add(1, { payment, outcome: "placed" });
    log("info", `order ${order.id} placed`, about);
    return context.json({ id: order.id }, 201);
  });
  return app;
}
