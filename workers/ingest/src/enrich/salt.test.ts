import { env } from "cloudflare:workers";
import { saltKey } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import { formatCounters } from "../counters.ts";
import { daySalt } from "./salt.ts";

const day = 86_400_000;
/** Days of these tests' own, far from today, whose salt other tests share. */
const someDay = Date.UTC(2031, 4, 1, 12);
const fallbacks = () => Number(/salt_fallbacks_total (\d+)/.exec(formatCounters())?.[1] ?? 0);

describe("the salt of a day", () => {
  it("is what KV has, and another one on the next day", async () => {
    await env.SALTS.put(saltKey(someDay), "one");
    await env.SALTS.put(saltKey(someDay + day), "two");
    const before = fallbacks();
    expect(await daySalt(env, someDay)).toBe("one");
    expect(await daySalt(env, someDay + 6 * 3_600_000)).toBe("one");
    expect(await daySalt(env, someDay + day)).toBe("two");
    expect(fallbacks()).toBe(before);
  });

  it("is asked for once a day", async () => {
    const at = someDay + 10 * day;
    await env.SALTS.put(saltKey(at), "kept");
    expect(await daySalt(env, at)).toBe("kept");
    await env.SALTS.delete(saltKey(at));
    expect(await daySalt(env, at + 3_600_000)).toBe("kept");
  });

  it("is the day itself where there is none yet, is counted, and is asked for again soon", async () => {
    const at = someDay + 20 * day;
    const before = fallbacks();
    expect(await daySalt(env, at)).toBe(saltKey(at));
    expect(fallbacks()).toBe(before + 1);
    await env.SALTS.put(saltKey(at), "late");
    expect(await daySalt(env, at + 61_000)).toBe("late");
  });
});
