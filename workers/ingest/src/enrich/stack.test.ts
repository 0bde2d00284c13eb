import { describe, expect, it } from "vitest";
import { parseStack } from "./stack.ts";

describe("a stack", () => {
  it("of Chrome", () => {
    const stack = `TypeError: x is not a function
    at buy (https://shop.example/assets/cart.js?v=3#x:10:5)
    at async Checkout.submit (https://shop.example/assets/app.js:1:2)
    at https://shop.example/:7:1
    at new Cart (webpack-internal:///./node_modules/cart/index.js:3:9)
    at Array.map (<anonymous>)
    at track (chrome-extension://abcdef/content.js:1:1)`;
    expect(parseStack(stack)).toEqual([
      { function: "buy", file: "/assets/cart.js", inApp: true },
      { function: "Checkout.submit", file: "/assets/app.js", inApp: true },
      { function: "", file: "/", inApp: true },
      { function: "new Cart", file: "/./node_modules/cart/index.js", inApp: false },
      { function: "Array.map", file: "<anonymous>", inApp: false },
      { function: "track", file: "/content.js", inApp: false },
    ]);
  });

  it("of Firefox and Safari", () => {
    const stack = `buy@https://shop.example/@scope/cart.js:10:5
@https://shop.example/app.js:1:2
map@[native code]
global code@https://shop.example/`;
    expect(parseStack(stack)).toEqual([
      { function: "buy", file: "/@scope/cart.js", inApp: true },
      { function: "", file: "/app.js", inApp: true },
      { function: "map", file: "[native code]", inApp: false },
      { function: "global code", file: "/", inApp: true },
    ]);
  });

  it.each(["", "just a message", "ann@mail.example wrote this", "\n\n", "at"])(
    "of no shape at all has no frames: %j",
    (stack) => expect(parseStack(stack)).toEqual([]),
  );

  it("is read only so far", () => {
    const line = "    at f (https://shop.example/a.js:1:1)\n";
    expect(parseStack(line.repeat(1_000))).toHaveLength(50);
  });
});
