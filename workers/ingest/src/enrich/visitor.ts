import { createHmac } from "node:crypto";

type Visitor = {
  salt: string;
  receivedAt: number;
  projectId: number;
  /** The id that the site keeps for a visitor, only where it turned persistence on. */
  visitorId: string | undefined;
  ip: string;
  userAgent: string;
};

/**
 * A visitor as a UInt64 in decimal. Without a kept id it is a keyed hash of address and browser that is another one each UTC day
 * and in each project, so that nobody can be followed from one day or site to the next. The address itself goes no further.
 */
export function visitorHash({ salt, receivedAt, projectId, visitorId, ip, userAgent }: Visitor): string {
  const day = new Date(receivedAt).toISOString().slice(0, 10);
  const digest =
    visitorId === undefined
      ? createHmac("sha256", salt + day)
          .update(`${projectId}|${ip}|${userAgent}`)
          .digest()
      : createHmac("sha256", salt).update(`${projectId}|${visitorId}`).digest();
  return digest.readBigUInt64BE(0).toString();
}
