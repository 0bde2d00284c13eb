import { saltKey } from "@perigee/schema";
import { count } from "../counters.ts";
import type { Env } from "../env.ts";

/** Today's salt as this isolate knows it. One only: yesterday's must not outlive its day here any more than in KV. */
let known: { name: string; salt: string | null; staleAt: number } | undefined;

/** A salt that is missing may be made at any moment by the consumer's cron. */
const missingForMs = 10_000;

/**
 * The random salt of a moment's day. Where there is none (the first minute of a deployment, KV away) the day itself takes its place: hashes
 * are then as good as VISITOR_SALT is secret, and the day is counted.
 */
export async function daySalt({ SALTS }: Pick<Env, "SALTS">, now: number): Promise<string> {
  const name = saltKey(now);
  if (known?.name !== name || known.staleAt <= now) {
    const salt = await readSalt(SALTS, name);
    known = { name, salt, staleAt: salt === null ? now + missingForMs : Number.POSITIVE_INFINITY };
  }
  if (known.salt === null) count("salt_fallbacks_total", 1);
  return known.salt ?? name;
}

async function readSalt(salts: KVNamespace, name: string): Promise<string | null> {
  try {
    return await salts.get(name);
  } catch {
    // Events are worth more than the rotation of this minute's salt.
    return null;
  }
}
