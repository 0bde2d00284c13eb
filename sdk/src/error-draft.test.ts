import { expect, it } from "vitest";
import { errorDraft } from "./error-draft.ts";

const cyclic: Record<string, unknown> = {};
cyclic["self"] = cyclic;

it.each([
  ["an error", new TypeError("no"), "TypeError", "no"],
  ["an error of another frame", { name: "RangeError", message: "far" }, "RangeError", "far"],
  ["an object with a message", { message: "m" }, "UnhandledRejection", "m"],
  ["a string", "text", "UnhandledRejection", "text"],
  ["an object", { code: 7 }, "UnhandledRejection", '{"code":7}'],
  ["a cycle", cyclic, "UnhandledRejection", "[object Object]"],
  ["nothing", undefined, "UnhandledRejection", "undefined"],
  ["null", null, "UnhandledRejection", "null"],
  ["a nameless function", () => 7, "UnhandledRejection", "() => 7"],
  ["a symbol", Symbol("s"), "UnhandledRejection", "Symbol(s)"],
])("describes %s as a rejection's reason", (...[, thrown, type, message]) => {
  expect(errorDraft(thrown, "onunhandledrejection")).toMatchObject({ type, message, handled: false, level: "error" });
});

it("keeps the stack as the browser gave it", () => {
  const error = new Error("boom");
  expect(errorDraft(error, "manual").stack).toBe(error.stack);
  expect(errorDraft({ message: "m", stack: 7 }, "manual").stack).toBeUndefined();
});

it("counts a reported error as handled and takes level and props over", () => {
  expect(errorDraft("x", "manual", { level: "warning", props: { cart: 3 } })).toMatchObject({
    type: "Error",
    handled: true,
    level: "warning",
    props: { cart: 3 },
  });
});
