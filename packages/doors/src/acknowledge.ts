import type { Said } from "./door.ts";

/**
 * 204 when all was taken. Else 400, which clients of Loki and Prometheus do not send again but log: what was good is stored nevertheless.
 * Prometheus remote write 1.0, section "Labels".
 */
export function acknowledge({ rejected }: Pick<Said, "rejected">): Response {
  if (rejected.count === 0) return new Response(null, { status: 204 });
  return new Response(`${rejected.count} not taken, the others stored: ${rejected.message}\n`, { status: 400 });
}
