import { env } from "cloudflare:workers";
import { saltKey } from "@perigee/schema";
import { expect, it } from "vitest";
import { ensureSalts } from "./salts.ts";

const day = 86_400_000;
/** In days to come, as KV takes no expiration that has passed. */
const noon = Date.UTC(2035, 4, 1, 12);

it("makes the salts of today and tomorrow, ahead of time and never anew", async () => {
  await ensureSalts(env, noon);
  const [today, tomorrow] = [await env.SALTS.get(saltKey(noon)), await env.SALTS.get(saltKey(noon + day))];
  expect(today).toMatch(/^[\w-]{43}$/);
  expect(tomorrow).toMatch(/^[\w-]{43}$/);
  expect(tomorrow).not.toBe(today);

  await ensureSalts(env, noon + day);
  expect(await env.SALTS.get(saltKey(noon))).toBe(today);
  expect(await env.SALTS.get(saltKey(noon + day))).toBe(tomorrow);
  expect(await env.SALTS.get(saltKey(noon + 2 * day))).not.toBeNull();
});

it("lets KV delete each a day after its own", async () => {
  const at = noon + 100 * day;
  await ensureSalts(env, at);
  const { keys } = await env.SALTS.list({ prefix: saltKey(at) });
  expect(keys).toMatchObject([{ name: "salt:2035-08-09", expiration: Date.UTC(2035, 7, 11) / 1_000 }]);
});
