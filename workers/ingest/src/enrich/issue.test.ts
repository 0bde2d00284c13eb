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

  it("are the same whatever caused them", () => {
    const cause = "\nCaused by: Error: no price\n    at load (https://shop.example/other.js:1:1)";
    expect(issueOf({ ...base, stack: base.stack + cause })).toEqual(issueOf(base));
    // A cause below a stack without frames is no place to blame either.
    const bare = { type: "Error", message: "Order 17 failed" };
    expect(issueOf({ ...bare, stack: `Error: Order 17 failed${cause}` })).toEqual(issueOf(bare));
  });

  it("are the same whether they were thrown, caught or written to the console", () => {
    for (const mechanism of ["console", "manual", "react"])
      expect(issueOf({ ...base, mechanism })).toEqual(issueOf(base));
    const said = (message: string) => issueOf({ type: "ConsoleError", message, mechanism: "console" });
    expect(said("Order 17 failed")).toEqual(said("Order 18 failed"));
    expect(said("Order 17 failed").issueId).not.toBe(said("No price").issueId);
  });

  it("of files that did not load go by the file", () => {
    const missing = (message: string) => issueOf({ type: "ResourceError", message, mechanism: "resource" });
    const styles = missing("link https://cdn.example/assets/shop-1a2b3c4d.css did not load");
    expect(missing("link https://cdn.example/assets/shop-9f8e7d6c.css did not load").issueId).toBe(styles.issueId);
    expect(styles.culprit).toBe("cdn.example/assets/shop-1a2b3c4d.css");
    expect(missing("link https://cdn.example/assets/cart.css did not load").issueId).not.toBe(styles.issueId);
    expect(missing("a file did not load")).toEqual(issueOf({ type: "ResourceError", message: "a file did not load" }));
  });
});
