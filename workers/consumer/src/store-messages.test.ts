import { expect, it } from "vitest";
import { faulty, insertsSeen, messageOf, newProject, rows } from "../test/messages.ts";
import type { Env } from "./env.ts";
import { storeMessages } from "./store-messages.ts";

it("tries no further when the invocation's time is up", async () => {
  const bindings = (await faulty({ kind: "too-many-parts", table: "events", times: 3 })) as Env;
  const message = messageOf(newProject(), { events: rows(1) });
  // The pause after such an answer lasts 300 ms or more.
  const verdicts = await storeMessages([{ message, mayBeStored: false }], bindings, Date.now() + 250);
  expect(verdicts.get(message)).toMatchObject({ kind: "waits", isAway: true });
  expect(await insertsSeen()).toHaveLength(1);
});
