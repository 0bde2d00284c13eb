import { expect, it } from "vitest";
import { viewCap } from "./view-cap.ts";

it("counts each view for itself", () => {
  const hasRoom = viewCap(2);
  const [first, second] = [{ url: "https://shop.example/" }, { url: "https://shop.example/" }];
  expect([first, first, first, second, second, second].map(hasRoom)).toEqual([true, true, false, true, true, false]);
});
