import { expect, it } from "vitest";
import { errorDraft } from "./error-draft.ts";

const cyclic: Record<string, unknown> = {};
cyclic["self"] = cyclic;

it.each([
  ["an error", new TypeError("no"), "TypeError", "no"],
  ["an error of another frame", { name: "RangeError", message: "far" }, "RangeError", "far"],
  ["an object with a message", { message: "m" }, "Error", "m"],
  ["a string", "text", "Error", "text"],
  ["an object", { code: 7 }, "Error", '{"code":7}'],
  ["a cycle", cyclic, "Error", "object"],
  ["nothing", undefined, "Error", "undefined"],
  ["null", null, "Error", "null"],
  ["a nameless function", () => 7, "Error", "() => 7"],
  ["a symbol", Symbol("s"), "Error", "Symbol(s)"],
])("describes %s as a rejection's reason", (...[, thrown, type, message]) => {
  expect(errorDraft(thrown, "onunhandledrejection")).toMatchObject({ type, message });
});

it("keeps the stack as the browser gave it", () => {
  const error = new Error("boom");
  expect(errorDraft(error, "manual").stack).toBe(error.stack);
  expect(errorDraft({ message: "m", stack: 7 }, "manual").stack).toBe("7");
});

it("takes level and props over", () => {
  expect(errorDraft("x", "manual", { level: "warning", props: { cart: 3 } })).toMatchObject({
    type: "Error",
    level: "warning",
    props: { cart: 3 },
  });
});
