import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { snippet } from "../src/snippet.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

it("is under 200 bytes with its tags", () => {
  expect(`<script>${snippet}</script>`.length).toBeLessThan(200);
});

it("stands in the README as it is, with the hash that a policy must name", () => {
  const hash = createHash("sha256").update(snippet).digest("base64");
  expect(readme).toContain(`<script>${snippet}</script>`);
  expect(readme).toContain(`'sha256-${hash}'`);
});

it("can stand in any page: no character that ends a script or an attribute of single quotes", () => {
  expect(snippet).not.toMatch(/['<]|\/\//);
});

type Queue = unknown[][] & Record<string, (...args: unknown[]) => unknown>;

/** Runs the snippet on a window of its own, and answers its queue. */
function run(): { queue: Queue; listeners: Record<string, { handleEvent: (event: unknown) => void }> } {
  const listeners: Record<string, { handleEvent: (event: unknown) => void }> = {};
  const listen = (type: string, listener: { handleEvent: (event: unknown) => void }) => {
    listeners[type] = listener;
  };
  const queue: Queue = new Function("addEventListener", `let perigee;${snippet};return perigee`)(listen);
  return { queue, listeners };
}

it("queues any method with its arguments, in order, and answers nothing", () => {
  const { queue } = run();
  expect(queue["track"]?.("bought", { plan: "pro" }, 49)).toBeUndefined();
  queue["identify"]?.("u1");
  expect([...queue]).toEqual([
    ["track", "bought", { plan: "pro" }, 49],
    ["identify", "u1"],
  ]);
});

it("queues errors and rejections as they come", () => {
  const { queue, listeners } = run();
  const event = { type: "error" };
  listeners["error"]?.handleEvent(event);
  listeners["unhandledrejection"]?.handleEvent(event);
  expect([...queue]).toEqual([
    ["handleEvent", event],
    ["handleEvent", event],
  ]);
});

it("keeps the first hundred", () => {
  const { queue } = run();
  for (let index = 0; index < 150; index++) queue["track"]?.(`${index}`);
  expect(queue).toHaveLength(100);
  expect(queue[99]).toEqual(["track", "99"]);
});
