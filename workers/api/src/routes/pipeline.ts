import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { DeadLetterReason, spoolName, succeed } from "@perigee/schema";
import { memberWho } from "../auth/guards.ts";
import { countLetters } from "../letters/find-letters.ts";
import { askR2, listFolders, listPages } from "../object-store.ts";
import { json, refusals, refuse } from "../refusal.ts";
import type { Services } from "../services.ts";
import { ProjectPath, sessionOnly } from "./parameters.ts";

const Pipeline = z.object({
  spool: z
    .object({
      messages: z.int(),
      bytes: z.int(),
      oldestReceivedAt: z.int().nullable().meta({ description: "Epoch milliseconds." }),
      hasMore: z.boolean().meta({ description: "There are more than were counted." }),
    })
    .meta({ description: "Messages that wait in R2 until their rows are stored." }),
  deadLetters: z.object({ byReason: z.record(DeadLetterReason, z.int()), hasMore: z.boolean() }),
});
type Spool = z.infer<typeof Pipeline>["spool"];

export function addPipelineRoute(app: OpenAPIHono, services: Services): void {
  const { letters, spool } = services.buckets;
  const route = createRoute({
    method: "get",
    path: "/v1/projects/{slug}/pipeline",
    summary: "See what waits to be stored, and what could not be",
    tags: ["Pipeline"],
    security: sessionOnly,
    middleware: memberWho(services, "letter.see"),
    request: { params: ProjectPath },
    responses: {
      200: json(Pipeline, "Now."),
      ...refusals("unauthenticated", "key-not-allowed", "forbidden", "invalid-params", "object-store-unavailable"),
    },
  });
  app.openapi(route, async (c) => {
    const { id } = c.get("project");
    const seen = await askR2(async () => {
      const [waiting, dead] = await Promise.all([measureSpool(spool, id), countLetters(letters, id)]);
      return succeed({ spool: waiting, deadLetters: { byReason: dead.byReason, hasMore: !dead.isWhole } });
    });
    return seen.ok ? c.json(seen.value, 200) : refuse(c, seen.failure);
  });
}

/** Spool names begin with the day, the oldest first: what a bounded count leaves out is the newest. */
async function measureSpool(bucket: R2Bucket, projectId: number): Promise<Spool> {
  const spool: Spool = { messages: 0, bytes: 0, oldestReceivedAt: null, hasMore: false };
  for (const day of await listFolders(bucket, "spool/")) {
    const prefix = spoolName({ id: "", projectId, receivedAt: Date.parse(day) });
    for await (const { objects, isLast } of listPages(bucket, { prefix })) {
      for (const { size, customMetadata, uploaded } of objects) {
        const receivedAt = Number(customMetadata?.["receivedAt"] ?? uploaded.getTime());
        spool.messages += 1;
        spool.bytes += size;
        spool.oldestReceivedAt = Math.min(spool.oldestReceivedAt ?? receivedAt, receivedAt);
      }
      spool.hasMore = !isLast;
    }
    if (spool.hasMore) break;
  }
  return spool;
}
