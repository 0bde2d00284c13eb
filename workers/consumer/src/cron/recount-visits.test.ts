import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import {
  countedInVisits,
  deliver,
  faulty,
  messageOf,
  newProject,
  rows,
  runCron,
  tearVisits,
} from "../../test/messages.ts";
import { recountPrefix } from "../recount-notes.ts";

/** Every INSERT of before has ended. */
const later = { bindings: { ...env, INSERT_TIMEOUT_MS: "1" } };

const notes = async (project: number) =>
  (await env.SPOOL_BUCKET.list({ prefix: `${recountPrefix}${project}/` })).objects.length;

async function storeAndTear(project: number) {
  const message = messageOf(project, { events: rows(3), errors: rows(1) });
  await deliver([{ body: message }]);
  await tearVisits(project);
  return message;
}

describe("visits of messages that are found stored", () => {
  it("are counted again where the view lacks them, once, after every INSERT of then has ended", async () => {
    const project = newProject();
    const message = await storeAndTear(project);
    expect((await deliver([{ body: message, attempts: 2 }])).acked).toEqual([true]);
    for (const _ of [1, 2]) await runCron();
    expect(await countedInVisits(project)).toBe(0);
    await Promise.all([runCron(Date.now(), later), runCron(Date.now(), later)]);
    expect(await countedInVisits(project)).toBe(3);
    await runCron(Date.now(), later);
    expect([await countedInVisits(project), await notes(project)]).toEqual([3, 0]);
  });

  it("are counted again where the answer of an INSERT was lost in this invocation", async () => {
    const project = newProject();
    const message = await storeAndTear(project);
    await deliver([{ body: message }], { bindings: await faulty({ kind: "away", times: 1 }) });
    await runCron();
    await runCron(Date.now(), later);
    expect(await countedInVisits(project)).toBe(3);
  });

  it("are left alone where the view has them", async () => {
    const project = newProject();
    const message = messageOf(project, { events: rows(2) });
    for (const attempts of [1, 2]) await deliver([{ body: message, attempts }]);
    expect(await notes(project)).toBe(1);
    await runCron();
    expect([await countedInVisits(project), await notes(project)]).toEqual([2, 0]);
  });

  it("are told of before the message is done with: R2 must take the note", async () => {
    const message = await storeAndTear(newProject());
    const bindings = {
      ...env,
      SPOOL_BUCKET: { ...env.SPOOL_BUCKET, put: () => Promise.reject(new Error("R2 is away")) },
    };
    expect((await deliver([{ body: message, attempts: 2 }], { bindings })).retried).toEqual([true]);
  });
});
