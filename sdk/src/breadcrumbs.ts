import type { CoreClient } from "./client.ts";
import { guard } from "./safely.ts";
import type { Breadcrumb } from "./wire.ts";

/** Breadcrumbs that go with an error. */
const MOST = 10;

export type Breadcrumbs = {
  /** Remembers something that is sent along with the next errors. The client remembers its own events by itself. */
  addBreadcrumb(breadcrumb: { category?: string; message: string }): void;
};

/** What happened just before an error. */
export function breadcrumbs({ context }: CoreClient): Breadcrumbs {
  const crumbs: Breadcrumb[] = [];

  const add = (category: string, message: string) => {
    crumbs.push({ time: Date.now(), category, message });
    crumbs.splice(0, crumbs.length - MOST);
  };

  context.on("event", (event) => {
    if (event.kind === "error") event.breadcrumbs = [...crumbs];
    else if (!/vital|engagement|interaction/.test(event.kind)) add(event.kind, textOf(event));
  });
  // A click is told too late for the error that it caused.
  context.on("acted", ({ type, target }) => type === "click" && add(type, target));
  context.on("forget", () => crumbs.splice(0));

  return { addBreadcrumb: guard(({ category = "custom", message }) => add(category, `${message}`)) };
}

type Told = Partial<Record<"name" | "key" | "target" | "url" | "variant" | "status", unknown>>;

/** An event in a few words, such as `https://shop.example/api/cart 500`. */
function textOf({ name, key, target, url, variant, status }: Told): string {
  // Not a plain number in a template: the cache that V8 has for these grows to 64 KB with the first two that collide in it.
  return `${name ?? key ?? target ?? url} ${variant ?? JSON.stringify(status) ?? ""}`.trim();
}
