import { randomBytes } from "node:crypto";
import { saltKey } from "@perigee/schema";
import type { Env } from "../env.ts";

const dayMs = 86_400_000;

/**
 * Makes today's and tomorrow's visitor salts where they are missing, so that there is one before a day begins, and never changes one: visitors
 * would be counted twice. KV deletes each by itself a day after its own. From then on nobody, we included, can find out which
 * address and browser a visitor's hash was made of.
 *
 * KV shows a new key elsewhere within a minute, so the very first run of a deployment may write today's salt twice.
 */
export async function ensureSalts({ SALTS }: Pick<Env, "SALTS">, now: number): Promise<void> {
  for (const at of [now, now + dayMs]) await ensureSalt(SALTS, at);
}

async function ensureSalt(salts: KVNamespace, at: number): Promise<void> {
  const name = saltKey(at);
  if ((await salts.get(name)) !== null) return;
  const startOfDay = at - (at % dayMs);
  await salts.put(name, randomBytes(32).toString("base64url"), { expiration: (startOfDay + 2 * dayMs) / 1_000 });
}
