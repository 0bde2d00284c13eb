import { describe, expect, it } from "vitest";
import { returnPath, signInPath } from "./return-path.ts";

describe("returnPath", () => {
  it.each(["/", "/shop", "/shop?period=7d&filter=page:is:/a", "/shop/sessions/1#x"])("keeps %s", (path) =>
    expect(returnPath(path)).toBe(path),
  );
  it.each([
    null,
    undefined,
    "",
    "https://evil.test",
    "//evil.test",
    "/\\evil.test",
    "/\t/evil.test",
    "javascript:alert(1)",
  ])("refuses %j", (path) => expect(returnPath(path)).toBe("/"));
});

it("leads back to where one was", () => {
  const path = "/shop?period=7d";
  const next = new URL(signInPath(path), "http://dashboard.test").searchParams.get("next");
  expect(returnPath(next)).toBe(path);
  expect(signInPath("/")).toBe("/sign-in");
});
