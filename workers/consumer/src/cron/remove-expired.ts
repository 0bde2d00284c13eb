import { deadLetterRoot } from "../dead-letters.ts";
import type { Env } from "../env.ts";
import { limits } from "../limits.ts";

/** Deletes the dead letters of days that are long past, a thousand objects at a time. */
export async function removeExpired(env: Env, now: number): Promise<void> {
  const lastDay = new Date(now - limits.deadLetterMs).toISOString().slice(0, 10);
  const { delimitedPrefixes } = await env.DEAD_LETTERS.list({ prefix: deadLetterRoot, delimiter: "/" });
  const expired = delimitedPrefixes.filter((prefix) => prefix < `${deadLetterRoot}${lastDay}`);
  for (const prefix of expired) {
    const { objects } = await env.DEAD_LETTERS.list({ prefix, limit: limits.deleteKeys });
    if (objects.length > 0) await env.DEAD_LETTERS.delete(objects.map(({ key }) => key));
  }
}
