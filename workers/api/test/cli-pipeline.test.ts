import { env } from "cloudflare:workers";
import { ArchiveRestore, archiveName, restoreName } from "@perigee/schema";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { world as cliWorld, run } from "./cli.ts";
import { bury, emptyBuckets, namesIn } from "./letters.ts";
import { openWorld } from "./world.ts";

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(emptyBuckets);

const receivedAt = Date.parse("2026-11-20T10:00:00Z");

describe("pnpm control-plane letters", () => {
  it("lists and shows them, as a table and as JSON", async () => {
    const letter = await bury(world.shop.id, { receivedAt });
    const listed = await run(["letters", "list", "shop", "--reason", "refused", "--day", "2026-11-20"]);
    expect(listed.text).toMatch(/^id +received +reason +rows +detail\n/);
    expect(listed.text).toContain(`${letter.id}  2026-11-20T10:00:00.000Z  refused  events 1  events: bad time`);
    expect(JSON.parse((await run(["letters", "list", "shop", "--json"])).text)).toEqual({ letters: [letter] });
    expect((await run(["letters", "show", "shop", letter.id])).text).toContain('\nevents, 1 rows:\n{"ts":"yesterday"}');
    expect((await run(["letters", "list", "shop", "--day", "2026-11-21"])).text).toBe("(none)\n");
  });

  it("replays one, replays all with a word on the way, and discards", async () => {
    const letters = [];
    for (let count = 0; count < 53; count++) letters.push(await bury(world.shop.id));
    const [one, other] = letters.map(({ id }) => id);
    expect((await run(["letters", "replay", "shop", one ?? ""])).text).toBe(
      `${one} is in the spool and will be stored within two minutes.\n`,
    );
    expect((await run(["letters", "discard", "shop", other ?? ""])).text).toBe(`${other} is deleted.\n`);
    expect(await run(["letters", "replay", "shop", "--all"])).toEqual({
      code: 0,
      text: "51 letters are in the spool.\n",
      error: "50 replayed…\n",
    });
    expect(await namesIn(env.SPOOL_BUCKET)).toHaveLength(52);
    expect(await namesIn(env.DEAD_LETTERS)).toEqual([]);
  });

  it.each([
    ["neither id nor --all", ["letters", "replay", "shop"], "error: Name one letter by its id, or pass --all."],
    ["both", ["letters", "replay", "shop", "x", "--all"], "error: Name one letter by its id, or pass --all."],
    ["an unknown id", ["letters", "show", "shop", crypto.randomUUID()], "error: There is nothing at this address."],
    ["no id at all", ["letters", "discard", "shop", "../x"], "error: "],
    ["a bad reason", ["letters", "list", "shop", "--reason", "bored"], "error: option '--reason <reason>'"],
    ["a bad day", ["letters", "list", "shop", "--day", "today"], "error: day: "],
    ["a bad limit", ["letters", "list", "shop", "--limit", "many"], "error: option '--limit <count>'"],
    ["a strange project", ["letters", "list", "rival"], "error: You are not a member"],
  ])("says in one line that it cannot with %s", async (_, args, message) => {
    const { code, text, error } = await run(args);
    expect({ code, text }).toEqual({ code: 1, text: "" });
    expect(error.startsWith(message), error).toBe(true);
    expect(error.split("\n")).toHaveLength(2);
  });

  it("explains itself", async () => {
    expect(await run(["letters", "--help"])).toMatchObject({ code: 0, text: expect.stringContaining("replay") });
  });
});

describe("pnpm control-plane archive", () => {
  const range = ["--from", "2026-11-20T10:00", "--to", "2026-11-20T12:00"];

  it("lists hours", async () => {
    const place = { projectId: world.shop.id, table: "events" as const, receivedAt };
    await env.ARCHIVE.put(archiveName({ ...place, messageId: crypto.randomUUID(), hash: "0a0b0c0d" }), "12345");
    const { text } = await run(["archive", "list", "shop", ...range]);
    expect(text).toBe("hour                      table   files  bytes\n2026-11-20T10:00:00.000Z  events  1      5\n");
  });

  it("asks for a restore and waits for its end", async () => {
    let asked: ArchiveRestore | undefined;
    cliWorld.onPause = async () => {
      const [restore] = JSON.parse((await run(["archive", "status", "shop", "--json"])).text).restores;
      asked = ArchiveRestore.parse(restore);
      await env.ARCHIVE.put(
        restoreName(asked),
        JSON.stringify({ ...asked, state: "done", hoursDone: asked.hoursTotal }),
      );
    };
    const { code, text, error } = await run(["archive", "restore", "shop", ...range, "--table", "events", "--wait"]);
    expect(error).toBe("0 of 2 hours, 0 rows restored, 0 were there\n");
    expect({ code, text }).toEqual({ code: 0, text: expect.stringMatching(/events +done +2\/2/) });
    expect(asked).toMatchObject({ from: receivedAt, tables: ["events"], projectId: world.shop.id });
    expect((await run(["archive", "status", "shop", asked?.id ?? ""])).text).toContain("done");
  });

  it.each([
    ["no range", ["archive", "restore", "shop"], "error: required option '--from <time>'"],
    ["a bad time", ["archive", "restore", "shop", "--from", "x", "--to", "y"], "error: --from and --to take times"],
    ["a bad table", ["archive", "restore", "shop", ...range, "--table", "users"], "error: option '--table"],
    [
      "an end before its begin",
      ["archive", "restore", "shop", "--from", "2026-11-21", "--to", "2026-11-20"],
      "error: to: ",
    ],
  ])("says in one line that it cannot with %s", async (_, args, message) => {
    const { code, error } = await run(args);
    expect(code).toBe(1);
    expect(error.startsWith(message), error).toBe(true);
  });
});
