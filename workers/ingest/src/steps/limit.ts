import { type Result, succeed } from "@perigee/schema";
import { checkQuota } from "../quota.ts";
import { limitSender } from "../rate-limit.ts";
import type { Authenticated } from "./authenticate.ts";

/** Holds off floods of a public key from one address, and what goes beyond the project's quota. A secret key is its owner's own. */
export function limit<State extends Authenticated>(state: State): Result<State> {
  const { keyId, kind } = state.key;
  const sender = kind === "public" ? limitSender(state, keyId) : succeed(undefined);
  if (!sender.ok) return sender;
  const quota = checkQuota(state);
  return quota.ok ? succeed(state) : quota;
}
