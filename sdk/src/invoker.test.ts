import { expect, it } from "vitest";
import { cutInvoker } from "./invoker.ts";

it.each([
  ["BUTTON#slow.onclick", "BUTTON#slow.onclick"],
  ["Window.setTimeout", "Window.setTimeout"],
  ["Response.json.then", "Response.json.then"],
  ["https://shop.example/app.js?token=secret", "https://shop.example/app.js"],
  ["data:text/javascript,alert('secret')", "data:text/javascript"],
  ["IMG[src=/avatar?token=secret].onload", "IMG.onload"],
  ["SCRIPT[src=https://cdn.example/a.js?key=secret\n].onerror", "SCRIPT.onerror"],
])("tells %j as %j", (invoker, told) => {
  expect(cutInvoker(invoker)).toBe(told);
});
