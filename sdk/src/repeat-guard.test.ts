import { expect, it } from "vitest";
import { errorDraft } from "./error-draft.ts";
import { createRepeatGuard } from "./repeat-guard.ts";

const page = { url: "https://shop.example/" };

it("lets an error through once a view, and again on the next view", () => {
  const isRepeat = createRepeatGuard();
  const draft = errorDraft(new Error("same"), "onerror");
  expect([isRepeat(draft, page), isRepeat(draft, page), isRepeat(draft, { ...page })]).toEqual([false, true, false]);
});

it("lets errors of another message through, up to a limit", () => {
  const isRepeat = createRepeatGuard();
  const sent = Array.from({ length: 100 }, (_, index) => isRepeat(errorDraft(`no. ${index}`, "onerror"), page));
  expect(sent.filter((repeat) => !repeat)).toHaveLength(30);
});
