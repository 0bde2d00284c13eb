import { createHmac } from "node:crypto";
import type { Authenticated } from "../steps/authenticate.ts";
import { clientIp } from "./client-ip.ts";
import { truncatedIp } from "./network.ts";
import { daySalt } from "./salt.ts";

/** The visitor who sent a request; `visitorId` is the one that the site keeps, if it does. */
export async function visitorOf(
  { env, key, receivedAt, request }: Pick<Authenticated, "env" | "key" | "receivedAt" | "request">,
  visitorId?: string,
): Promise<string> {
  return visitorHash({
    secret: env.VISITOR_SALT,
    daySalt: visitorId === undefined ? await daySalt(env, receivedAt) : "",
    projectId: key.projectId,
    visitorId,
    ip: clientIp(request.headers, env.PROXY_SECRET),
    userAgent: request.headers.get("user-agent") ?? "",
  });
}

type Visitor = {
  /** VISITOR_SALT, which stays. */
  secret: string;
  /** Of the day alone, and then deleted. */
  daySalt: string;
  projectId: number;
  /** The id that the site keeps for a visitor, only where it turned persistence on. */
  visitorId: string | undefined;
  ip: string;
  userAgent: string;
};

/**
 * A visitor as a UInt64 in decimal. Without a kept id it is a keyed hash of truncated address and browser that is another one each UTC
 * day and in each project, so that nobody can be followed from one day or site to the next, nor back once the day's salt is deleted. The
 * address itself goes no further. Neighbours in a network who have the very same browser count as one visitor.
 */
export function visitorHash({ secret, daySalt, projectId, visitorId, ip, userAgent }: Visitor): string {
  const digest =
    visitorId === undefined
      ? createHmac("sha256", secret + daySalt)
          .update(`${projectId}|${truncatedIp(ip)}|${userAgent}`)
          .digest()
      : createHmac("sha256", secret).update(`${projectId}|${visitorId}`).digest();
  return digest.readBigUInt64BE(0).toString();
}
