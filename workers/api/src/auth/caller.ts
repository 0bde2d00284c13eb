import { ApiKey, EdgeKey, edgeKeyName, fail, hashKey, type KeyKind, type Result, succeed } from "@perigee/schema";
import type { Services } from "../services.ts";

/** How long Cloudflare may answer a key from its cache, seconds: KV's least is 30. So a revoked key dies within a minute. */
const keyCacheSeconds = 60;

/** Who is asking: a read key, which names its project, or a signed-in user. */
export type Caller = { kind: "key"; projectId: number } | { kind: "user"; userId: string };

export function identify(services: Services, headers: Headers): Promise<Result<Caller>> {
  const key = sentKey(headers);
  return key === undefined ? identifySession(services, headers) : identifyKey(services, key);
}

/** Keys come in headers alone here: a query string ends up in logs and histories, and a read key is a secret. */
function sentKey(headers: Headers): string | undefined {
  const token = bearerToken(headers);
  return headers.get("x-api-key") ?? (token && /^(pk|sk|rk)_/.test(token) ? token : undefined);
}

export const bearerToken = (headers: Headers): string | undefined =>
  /^bearer (.+)$/i.exec(headers.get("authorization") ?? "")?.[1];

async function identifyKey({ stores }: Services, key: string): Promise<Result<Caller>> {
  if (!ApiKey.safeParse(key).success) return fail("unknown-key");
  const stored = await readKey(stores.kv, key);
  if (!stored.ok) return stored;
  if (stored.value === null) return fail("unknown-key");
  const edgeKey = EdgeKey.parse(stored.value);
  if (edgeKey.revoked) return fail("revoked-key");
  if (edgeKey.kind !== "read") return fail("key-not-allowed", { message: messageFor[edgeKey.kind] });
  return succeed({ kind: "key", projectId: edgeKey.projectId });
}

const messageFor: Record<Exclude<KeyKind, "read">, string> = {
  public: "A public key (pk_) may only send events. Queries take a read key (rk_).",
  secret: "A secret key (sk_) may only send data. Queries take a read key (rk_).",
};

async function readKey(kv: KVNamespace, key: string): Promise<Result<unknown>> {
  try {
    return succeed(await kv.get(edgeKeyName(await hashKey(key)), { type: "json", cacheTtl: keyCacheSeconds }));
  } catch {
    // KV's own fault, whatever it was: the caller can only try again.
    return fail("key-store-unavailable", { message: "Keys could not be checked. Try again in a moment." });
  }
}

async function identifySession({ auth }: Services, headers: Headers): Promise<Result<Caller>> {
  const session = await auth.api.getSession({ headers });
  return session ? succeed({ kind: "user", userId: session.user.id }) : fail("unauthenticated");
}
