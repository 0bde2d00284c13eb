import { appendFile, chmod, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { recordsOf, runInput, until } from "../../../test/input-recorder.ts";
import type { Checkpoint } from "../../input.ts";
import { journaldInput } from "./journald.ts";
import { JournaldConfig } from "./journald-config.ts";

const recorded = new URL("../../../test/data/journald/shop.export", import.meta.url).pathname;
const configOf = (options: Record<string, unknown>) => JournaldConfig.parse({ type: "journald", ...options });

describe("an export file", () => {
  it("becomes logs of its units", async () => {
    const run = runInput(journaldInput(configOf({ file: recorded })));
    await run.ended;
    const groups = run.emitted.flatMap(({ logs = [] }) => logs);
    const sources = groups.map(({ resource }) => Object.fromEntries(resource.attributes));
    expect(sources).toEqual([{ "service.name": "shop", "host.name": "shop-1" }]);
    const [first, second] = recordsOf(run.emitted);
    expect(first).toMatchObject({
      timeUnixNano: 1_795_378_394_178_332_000n,
      severityNumber: 9,
      severityText: "info",
      body: "Order placed",
    });
    expect(second).toMatchObject({ severityText: "err", body: "Traceback:\n  line 1\n  line 2" });
    expect(Object.fromEntries(first?.attributes ?? [])).toEqual({
      "systemd.unit": "shop.service",
      "process.pid": 23_753,
      "process.executable.name": "python3",
      "process.executable.path": "/usr/bin/python3.11",
      "process.user.id": 0,
      "journald.transport": "journal",
      "syslog.identifier": "shop",
      "code.file.path": "src/cart.c",
      "code.line.number": 42,
      "code.function.name": "place_order",
      "journald.order_id": "A-17",
    });
  });

  it("is gone on with where it was left, and read anew when it is another one", async () => {
    const file = join(await mkdtemp(join(tmpdir(), "perigee-journal-")), "journal.export");
    await writeFile(file, "MESSAGE=one\n\nMESSAGE=two\n\nMESSAGE=not all of it");
    let checkpoints = new Map<string, Checkpoint>();
    const bodies = async () => {
      const run = runInput(journaldInput(configOf({ file })), { checkpoints });
      await run.ended;
      checkpoints = new Map([...checkpoints, ...run.checkpoints]);
      return recordsOf(run.emitted).map(({ body }) => body);
    };
    expect(await bodies()).toEqual(["one", "two"]);
    await appendFile(file, " yet\n\n");
    expect(await bodies()).toEqual(["not all of it yet"]);
    expect(await bodies()).toEqual([]);
    await writeFile(file, "MESSAGE=new\n\n");
    expect(await bodies()).toEqual(["new"]);
  });
});

/** Stands in for journalctl where no journal runs: it notes what it was asked and writes what was recorded. */
async function journalctl(script: string): Promise<{ program: string; asked: () => Promise<string> }> {
  const directory = await mkdtemp(join(tmpdir(), "perigee-journalctl-"));
  const [program, asked] = [join(directory, "journalctl"), join(directory, "asked")];
  await writeFile(program, `#!/bin/sh\nprintf '%s ' "$@" >> '${asked}'\n${script}\n`);
  await chmod(program, 0o755);
  return { program, asked: () => readFile(asked, "utf8") };
}

describe("journalctl", () => {
  it("is asked for what comes from now on, and behind a restart for what comes behind the last entry", async () => {
    const { program, asked } = await journalctl(`cat '${recorded}'; exec sleep 600`);
    const config = configOf({
      journalctl: program,
      units: ["shop.service", "nginx@*.service"],
      directory: "/var/log/journal",
    });
    const first = runInput(journaldInput(config));
    await until(() => expect(recordsOf(first.emitted)).toHaveLength(3));
    await first.stop();
    expect(await asked()).toBe(
      "--follow --no-tail --all --no-pager --quiet --output=export --since=now --directory=/var/log/journal --unit=shop.service --unit=nginx@*.service ",
    );
    const cursor = first.checkpoints.get("journal")?.["cursor"];
    expect(cursor).toMatch(/^s=[0-9a-f]{32};i=/);
    const second = runInput(journaldInput(config), { checkpoints: first.checkpoints });
    await until(() => expect(recordsOf(second.emitted)).toHaveLength(3));
    await second.stop();
    expect(await asked()).toContain(`--after-cursor=${cursor} `);
    expect([first.logs, second.logs]).toEqual([[], []]);
  });

  it("waits while the agent's buffer is full", async () => {
    const { program, asked } = await journalctl(
      `for i in $(seq 200); do cat '${recorded}' || exit 1; done; echo done >> "$0.done"; exec sleep 600`,
    );
    let waiting = 0;
    const run = runInput(journaldInput(configOf({ journalctl: program })), {
      emit: () => {
        waiting++;
        return new Promise<void>(() => undefined);
      },
    });
    await until(() => expect(waiting).toBe(1));
    await asked();
    // 375 kB do not fit into a pipe of 64 kB and what is read of it at once.
    await expect(readFile(`${program}.done`)).rejects.toThrow("ENOENT");
    expect(run.emitted).toEqual([]);
  });

  it("that breaks off is an error with its own words, so that it is started again", async () => {
    const { program } = await journalctl(
      "echo 'No journal files were opened due to insufficient permissions.' >&2; exit 1",
    );
    const run = runInput(journaldInput(configOf({ journalctl: program })));
    await expect(run.ended).rejects.toThrow(
      "journalctl ended with 1: No journal files were opened due to insufficient permissions.",
    );
  });

  it("that is not there is said once, with what to install", async () => {
    const run = runInput(journaldInput(configOf({ journalctl: "/nowhere/journalctl" })));
    await run.ended;
    expect(run.logs).toMatchObject([{ level: "error", message: expect.stringContaining("apt-get install systemd") }]);
  });
});

it.each([{ units: ["a b"] }, { units: ["--file=/etc/shadow "] }, { since: "" }, { unit: "typo" }])(
  "refuses the config %j",
  (options) => {
    expect(JournaldConfig.safeParse({ type: "journald", units: ["ssh.service"] }).success).toBe(true);
    expect(JournaldConfig.safeParse({ type: "journald", ...options }).success).toBe(false);
  },
);
