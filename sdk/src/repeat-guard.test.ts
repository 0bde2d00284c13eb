import { expect, it } from "vitest";
import { createRepeatGuard } from "./repeat-guard.ts";

const page = { url: "https://shop.example/" };

it("lets a thing through once a view, and again on the next view", () => {
  const isRepeat = createRepeatGuard(30);
  expect([isRepeat("same", page), isRepeat("same", page), isRepeat("same", { ...page })]).toEqual([false, true, false]);
});

it("lets other things through, up to a limit", () => {
  const isRepeat = createRepeatGuard(30);
  const told = Array.from({ length: 100 }, (_, index) => isRepeat(`no. ${index}`, page));
  expect(told.filter((repeat) => !repeat)).toHaveLength(30);
});
