import { describe, expect, it } from "vitest";
import { issueOf } from "./issue.ts";

const stackAt = (call: string) => `TypeError: x\n    at ${call}`;
const thrown = (call: string, message = "x") => ({ type: "TypeError", message, stack: stackAt(call) });
const base = thrown("buy (https://shop.example/assets/cart-1a2b3c4d.js:10:5)");

describe("errors of one issue", () => {
  it.each([
    ["at another line", thrown("buy (https://shop.example/assets/cart-1a2b3c4d.js:99:1)")],
    ["after a deploy that renamed the file", thrown("buy (https://shop.example/assets/cart-9f8e7d6c.js:10:5)")],
    ["from another host", thrown("buy (https://cdn.example/assets/cart-1a2b3c4d.js:10:5)")],
    ["with another message", thrown("buy (https://shop.example/assets/cart-1a2b3c4d.js:10:5)", "y")],
    ["through a library", { ...base, stack: `${stackAt("Array.map (<anonymous>)")}\n${base.stack.split("\n")[1]}` }],
  ])("are the same %s", (_name, error) => expect(issueOf(error).issueId).toBe(issueOf(base).issueId));

  it.each([
    ["of another type", { ...base, type: "RangeError" }],
    ["in another function", thrown("sell (https://shop.example/assets/cart-1a2b3c4d.js:10:5)")],
    ["in another file", thrown("buy (https://shop.example/assets/checkout-1a2b3c4d.js:10:5)")],
  ])("are others %s", (_name, error) => expect(issueOf(error).issueId).not.toBe(issueOf(base).issueId));

  it("go by the message where there is no stack, without its numbers", () => {
    const failed = (message: string) => issueOf({ type: "Error", message });
    expect(failed("Order 17 failed").issueId).toBe(failed("Order 4711 failed").issueId);
    expect(failed("Order 17 failed").issueId).not.toBe(failed("Payment 17 failed").issueId);
    expect(failed("Order 17 failed").culprit).toBe("");
  });

  it("name function and file as culprit, or the file alone", () => {
    expect(issueOf(base).culprit).toBe("buy (/assets/cart-1a2b3c4d.js)");
    expect(issueOf(thrown("https://shop.example/app.js:1:1")).culprit).toBe("/app.js");
  });
});
