import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { DeadLetter, fail } from "@perigee/schema";
import { memberWho } from "../auth/guards.ts";
import { findLetter, LetterFilter, listLetters } from "../letters/find-letters.ts";
import { discardLetter, replayLetter } from "../letters/replay-letter.ts";
import { ShownRows, showRows } from "../letters/show-rows.ts";
import { askR2 } from "../object-store.ts";
import { json, refusals, refuse } from "../refusal.ts";
import type { Services } from "../services.ts";
import { ProjectPath, sessionOnly } from "./parameters.ts";

const Letter = DeadLetter.meta({ id: "DeadLetter" });
const LetterPath = ProjectPath.extend({ id: z.uuid().toLowerCase().meta({ description: "Id of the message." }) });
const Cursor = z.string().nullable().meta({ description: "Send it to go on; null where all was seen." });
const tags = ["Pipeline"];
const common = [
  "unauthenticated",
  "key-not-allowed",
  "forbidden",
  "invalid-params",
  "object-store-unavailable",
] as const;
const path = "/v1/projects/{slug}/dead-letters";

/** Each replay is some ten operations of R2, of which a request may do a thousand. */
const replaysPerCall = 50;

export function addDeadLetterRoutes(app: OpenAPIHono, services: Services): void {
  const { letters, spool } = services.buckets;

  const list = createRoute({
    method: "get",
    path,
    summary: "List messages that could not be stored",
    description: "Those of the newest day first. A page may be empty although a cursor says that there are more.",
    tags,
    security: sessionOnly,
    middleware: memberWho(services, "letter.see"),
    request: {
      params: ProjectPath,
      query: LetterFilter.extend({ limit: z.coerce.number().int().min(1).max(100).default(50) }),
    },
    responses: { 200: json(z.object({ letters: z.array(Letter), cursor: Cursor }), "A page."), ...refusals(...common) },
  });
  app.openapi(list, async (c) => {
    const listing = { projectId: c.get("project").id, ...c.req.valid("query") };
    const page = await askR2(async () => ({ ok: true, value: await listLetters(letters, listing) }));
    return page.ok ? c.json(page.value, 200) : refuse(c, page.failure);
  });

  const show = createRoute({
    method: "get",
    path: `${path}/{id}`,
    summary: "Show a dead letter and its first rows",
    tags,
    security: sessionOnly,
    middleware: memberWho(services, "letter.see"),
    request: { params: LetterPath },
    responses: {
      200: json(z.object({ letter: Letter, segments: z.array(ShownRows) }), "The letter, and what its rows look like."),
      ...refusals(...common, "not-found"),
    },
  });
  app.openapi(show, async (c) => {
    const named = { projectId: c.get("project").id, id: c.req.valid("param").id };
    const found = await askR2(async () => {
      const letter = await findLetter(letters, named);
      return letter ? { ok: true, value: { letter, segments: await showRows(letters, letter) } } : fail("not-found");
    });
    return found.ok ? c.json(found.value, 200) : refuse(c, found.failure);
  });

  const replay = createRoute({
    method: "post",
    path: `${path}/{id}/replay`,
    summary: "Have a dead letter stored again",
    description: "It lies in the spool then, and is stored within two minutes, or comes back with a new reason.",
    tags,
    security: sessionOnly,
    middleware: memberWho(services, "letter.settle"),
    request: { params: LetterPath },
    responses: { 200: json(Letter, "The letter that was replayed."), ...refusals(...common, "not-found", "conflict") },
  });
  app.openapi(replay, async (c) => {
    const named = { projectId: c.get("project").id, id: c.req.valid("param").id };
    const replayed = await askR2(() => replayLetter({ letters, spool }, named));
    return replayed.ok ? c.json(replayed.value, 200) : refuse(c, replayed.failure);
  });

  const Replayed = z.object({
    replayed: z.int(),
    failed: z.array(z.object({ id: z.uuid(), message: z.string() })),
    cursor: Cursor,
  });
  const replayAll = createRoute({
    method: "post",
    path: `${path}/replay`,
    summary: "Have all dead letters that match stored again",
    description: `At most ${replaysPerCall} a call: go on with the cursor until it is null.`,
    tags,
    security: sessionOnly,
    middleware: memberWho(services, "letter.settle"),
    request: { params: ProjectPath, body: { ...json(LetterFilter, "Which ones."), required: true } },
    responses: { 200: json(Replayed, "How many, and which could not be."), ...refusals(...common) },
  });
  app.openapi(replayAll, async (c) => {
    const listing = { projectId: c.get("project").id, ...c.req.valid("json"), limit: replaysPerCall };
    const done = await askR2(async () => {
      const page = await listLetters(letters, listing);
      const results = await Promise.all(
        page.letters.map(async (letter) => ({ letter, result: await replayLetter({ letters, spool }, letter) })),
      );
      const failed = results.flatMap(({ letter: { id }, result }) =>
        result.ok || result.failure.type === "not-found" ? [] : [{ id, message: result.failure.message }],
      );
      const replayed = results.filter(({ result }) => result.ok).length;
      return { ok: true, value: { replayed, failed, cursor: page.cursor } };
    });
    return done.ok ? c.json(done.value, 200) : refuse(c, done.failure);
  });

  const discard = createRoute({
    method: "delete",
    path: `${path}/{id}`,
    summary: "Discard a dead letter and its rows, for good",
    tags,
    security: sessionOnly,
    middleware: memberWho(services, "letter.settle"),
    request: { params: LetterPath },
    responses: { 200: json(Letter, "The letter as it was."), ...refusals(...common, "not-found") },
  });
  app.openapi(discard, async (c) => {
    const named = { projectId: c.get("project").id, id: c.req.valid("param").id };
    const discarded = await askR2(() => discardLetter(letters, named));
    return discarded.ok ? c.json(discarded.value, 200) : refuse(c, discarded.failure);
  });
}
