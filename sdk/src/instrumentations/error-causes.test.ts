import { expect, it } from "vitest";
import { createBus } from "../bus.ts";
import { errorDraft } from "../error-draft.ts";
import type { Context } from "../instrumentation.ts";
import type { WireEvent } from "../wire.ts";
import { errorCauses } from "./error-causes.ts";

/** The stack of an error's event after its causes were appended. */
function stackOf(thrown: unknown): string | undefined {
  const bus = createBus();
  errorCauses(() => {}, bus as Context);
  const event = { id: "1", seq: 1, time: 0, url: "/", ...errorDraft(thrown, "manual") } satisfies WireEvent;
  bus.tell("event", event);
  return event.stack;
}

const seventh = Array.from({ length: 7 }).reduce<Error>(
  (cause, _, index) => new Error(`no. ${index}`, { cause }),
  new Error("root"),
);

it.each([
  ["no cause", new Error("alone"), []],
  ["an empty cause", new Error("alone", { cause: undefined }), []],
  ["a chain", new Error("a", { cause: new TypeError("b", { cause: "c" }) }), ["TypeError: b", "Error: c"]],
  ["a long chain", seventh, ["Error: no. 5", "Error: no. 4", "Error: no. 3", "Error: no. 2", "Error: no. 1"]],
  ["something without a stack", { message: "bare", cause: { name: "Odd", message: "why" } }, ["Odd: why"]],
  ["a text", "alone", []],
  ["nothing", undefined, []],
])("appends to the stack what caused it: %s", (_, thrown, expected) => {
  expect(stackOf(thrown)?.match(/(?<=^Caused by: ).*/gm) ?? []).toEqual(expected);
});

it("keeps the frames of a cause, with one title above them, whatever the browser's form is", () => {
  const chromium = { name: "TypeError", message: "b", stack: "TypeError: b\n    at f (x.js:1:2)" };
  const firefox = { name: "TypeError", message: "b", stack: "f@x.js:1:2" };
  const title = "\nCaused by: TypeError: b\n";
  expect(stackOf({ message: "a", cause: chromium })).toBe(`${title}    at f (x.js:1:2)`);
  expect(stackOf({ message: "a", cause: firefox })).toBe(`${title}f@x.js:1:2`);
});
