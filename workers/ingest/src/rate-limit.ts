import { waitUntil } from "cloudflare:workers";
import { hash } from "node:crypto";
import { type Failure, fail, type Result, succeed } from "@perigee/schema";
import { BoundedCache } from "./bounded-cache.ts";
import { count } from "./counters.ts";
import { clientIp } from "./enrich/client-ip.ts";
import { networkOf } from "./enrich/network.ts";
import type { Arrived } from "./pipeline.ts";

/**
 * The period of both bindings in wrangler.toml, seconds. They do not tell when a window ends; after a whole period a sender
 * that waited is let through.
 */
const periodS = 60;

/**
 * A known key counts by fifties: its requests are counted here and ABUSE hears of every fiftieth, behind the answer. With its limit of
 * 120 that makes 6,000 requests a minute by one key from one address, enough for an office behind one, and the hot path waits for nobody.
 */
const requestsPerCount = 50;

type Sender = { requests: number; blockedUntil: number };

const senders = new BoundedCache<Sender>(10_000);

/** Before anything that a guess of a key would cost: what comes without a key that is known here counts by its address. */
export async function limitGuesses(arrived: Arrived): Promise<Result<undefined>> {
  const isOver = await isOverLimit(arrived.env.GUESSES, senderName(arrived, "guess"));
  return isOver ? rateLimited(periodS) : succeed(undefined);
}

/** Requests by one public key from one address, of which anybody may send any number. */
export function limitSender(arrived: Arrived, keyId: string): Result<undefined> {
  const name = senderName(arrived, keyId);
  const sender = senders.get(name) ?? { requests: 0, blockedUntil: 0 };
  if (sender.requests === 0) senders.set(name, sender);
  const blockedMs = sender.blockedUntil - arrived.receivedAt;
  if (blockedMs > 0) return rateLimited(Math.ceil(blockedMs / 1_000));
  sender.requests += 1;
  if (sender.requests % requestsPerCount === 0) waitUntil(block(sender, name, arrived));
  return succeed(undefined);
}

async function block(sender: Sender, name: string, { env, receivedAt }: Arrived): Promise<void> {
  if (await isOverLimit(env.ABUSE, name)) sender.blockedUntil = receivedAt + periodS * 1_000;
}

/** An abuse that gets through harms less than a limiter that is away and shuts out everybody. */
async function isOverLimit(limiter: RateLimit, key: string): Promise<boolean> {
  try {
    return !(await limiter.limit({ key })).success;
  } catch {
    count("rate_limit_failures_total", 1);
    return false;
  }
}

const rateLimited = (retryAfterS: number): { ok: false; failure: Failure } => fail("rate-limited", { retryAfterS });

/** A keyed hash: wherever the binding keeps its counters, no address lies there. */
const senderName = ({ request, env }: Arrived, key: string): string =>
  hash("sha256", `${env.VISITOR_SALT}|${key}|${networkOf(clientIp(request.headers, env.PROXY_SECRET))}`, "hex");
