import { expect, it } from "vitest";
import { routeOf } from "./route.ts";

it.each([
  ["/product/7", "/product/:id"],
  ["/product/7/reviews/12", "/product/:id/reviews/:id"],
  ["/order/0192f0c0-0000-7000-8000-000000000001", "/order/:id"],
  ["/commit/3f9a1c2b", "/commit/:id"],
  ["/u/01ARZ3NDEKTSV4RRFFQ69G5FAV/edit", "/u/:id/edit"],
  ["/diary/2026-11-22", "/diary/:id"],
  ["/u/[email]/orders", "/u/:id/orders"],
  ["/reset/[token]", "/reset/:id"],
])("%s has the route %s", (path, route) => expect(routeOf(path)).toBe(route));

it.each([
  "/",
  "/products",
  "/blog/how-we-made-40-lamps",
  "/docs/v2/http3",
  "/c/cafe1",
  "/facade",
  "/internationalization",
])("%s is a route itself", (path) => expect(routeOf(path)).toBe(path));

it("is no longer than a route may be", () => expect(routeOf("/a".repeat(500))).toHaveLength(300));
