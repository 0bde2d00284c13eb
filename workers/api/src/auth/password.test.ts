import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashPassword, Password, verifyPassword } from "./password.ts";

describe("hashPassword", () => {
  it("makes what verifyPassword takes for this password and for no other", async () => {
    const text = fc.string({ minLength: 1, maxLength: 128 });
    await fc.assert(
      fc.asyncProperty(text, text, async (password, other) => {
        const hash = await hashPassword(password);
        expect(await verifyPassword({ hash, password })).toBe(true);
        const isSame = password.normalize("NFKC") === other.normalize("NFKC");
        expect(await verifyPassword({ hash, password: other })).toBe(isSame);
      }),
      { numRuns: 3 },
    );
  });

  it("never makes the same hash twice", async () => {
    expect(await hashPassword("same")).not.toBe(await hashPassword("same"));
  });

  it("takes one text for a password typed as other code points", async () => {
    expect(await verifyPassword({ hash: await hashPassword("caf\u00e9"), password: "cafe\u0301" })).toBe(true);
  });

  it.each(["", "plain", "scrypt$16384$8$5$salt", "bcrypt$1$1$1$salt$hash"])("refuses the hash %j", async (hash) => {
    expect(await verifyPassword({ hash, password: "any" })).toBe(false);
  });
});

describe("Password", () => {
  it.each([
    ["twelve chars", true],
    ["eleven char", false],
    ["x".repeat(128), true],
    ["x".repeat(129), false],
  ])("judges %j as %s", (password, isGood) => expect(Password.safeParse(password).success).toBe(isGood));
});
