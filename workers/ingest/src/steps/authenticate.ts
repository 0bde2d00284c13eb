import { ApiKey, type EdgeKey, fail, type Result, succeed } from "@perigee/schema";
import { findEdgeKey, knownEdgeKey } from "../edge-keys.ts";
import { isOriginAllowed } from "../origins.ts";
import type { Arrived } from "../pipeline.ts";
import { limitGuesses } from "../rate-limit.ts";

export type Authenticated = Arrived & { key: EdgeKey };

/** Who sends, and may they write from there? */
export async function authenticate<State extends Arrived>(state: State): Promise<Result<State & Authenticated>> {
  const apiKey = apiKeyOf(state);
  const known = apiKey ? knownEdgeKey(apiKey, state.receivedAt) : undefined;
  if (known) return permit(state, known);
  const guesses = await limitGuesses(state);
  if (!guesses.ok) return guesses;
  if (!apiKey) return fail("missing-key", { field: "key" });
  // The shape is checked first, so that noise costs no KV read.
  if (known === null || !ApiKey.safeParse(apiKey).success) return fail("unknown-key", { field: "key" });
  const found = await findEdgeKey(state.env.KEYS, apiKey, state.receivedAt);
  if (!found.ok) return found;
  return found.value ? permit(state, found.value) : fail("unknown-key", { field: "key" });
}

function apiKeyOf({ request, url, foreignKey }: Arrived): string | null {
  const bearer = request.headers.get("authorization")?.match(/^Bearer +(\S+)$/i)?.[1];
  return url.searchParams.get("key") ?? bearer ?? request.headers.get("x-api-key") ?? foreignKey ?? null;
}

/**
 * Browsers send Origin with every POST, `fetch` and `sendBeacon` alike, so a public key without one does not come from a page:
 * servers have secret keys. Where a project allows any origin (`*`), a missing one is allowed too.
 */
function permit<State extends Arrived>(state: State, key: EdgeKey): Result<State & Authenticated> {
  if (key.revoked) return fail("revoked-key", { field: "key" });
  if (key.kind === "read") {
    return fail("key-not-allowed", {
      field: "key",
      message: "A read key (rk_…) cannot write. Use a public key (pk_…).",
    });
  }
  const origin = state.request.headers.get("origin");
  if (key.kind === "public" && !isOriginAllowed(origin, key.origins)) {
    const message = origin
      ? `The origin ${origin.slice(0, 200)} is not allowed for this key. Add it to the project's origins (PATCH /v1/projects/{slug}).`
      : "A public key needs the header Origin, which browsers always send. From a server, use a secret key (sk_…).";
    return fail("origin-not-allowed", { field: "origin", message });
  }
  return succeed({ ...state, key });
}
