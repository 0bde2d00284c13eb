import { describe, expect, it } from "vitest";
import { ApiKey, EdgeKey, edgeKeyName, hashKey } from "./edge-key.ts";
import { internalProjectId } from "./internal-project.ts";

describe("API keys", () => {
  it.each([`pk_${"a".repeat(20)}`, `sk_${"Z9".repeat(20)}`, `rk_${"0".repeat(64)}`])("%s has a key's shape", (key) =>
    expect(ApiKey.safeParse(key).success).toBe(true),
  );

  it.each(["", "pk_", "pk_short", `xk_${"a".repeat(20)}`, `pk_${"a".repeat(65)}`, `pk_${"-".repeat(30)}`])(
    "%s has not",
    (key) => expect(ApiKey.safeParse(key).success).toBe(false),
  );

  it("are kept under their SHA-256 and nothing else", async () => {
    expect(edgeKeyName(await hashKey("abc"))).toBe(
      "key:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });

  it.each([
    [1, true],
    [internalProjectId - 1, true],
    [0, false],
    [internalProjectId, false],
  ])("of project %i may be at the edge: %j", (projectId, isTaken) => {
    const key = { keyId: "k", projectId, kind: "secret", origins: [], retentionDays: 90, revoked: false };
    expect(EdgeKey.safeParse(key).success).toBe(isTaken);
  });
});
