import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { agentOf, makeFolder, soon, tailOf } from "../../test/agent-of.ts";
import { type Recorder, startRecorder } from "../../test/recorder.ts";

let recorder: Recorder;
let folder: string;
let log: string;

beforeEach(async () => {
  recorder = await startRecorder();
  onTestFinished(recorder.close);
  folder = makeFolder();
  log = join(folder, "app.log");
});

const start = (options: object = {}) =>
  agentOf({
    endpoint: recorder.endpoint,
    buffer: { dir: join(folder, "buffer") },
    inputs: [tailOf({ paths: [log], ...options })],
  });

const write = (from: number, to: number, path = log): void => {
  for (let line = from; line <= to; line++) appendFileSync(path, `line ${line}\n`);
};
const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}`);
const arrives = (lines: string[]) => soon(() => expect(recorder.lines()).toEqual(lines));

describe("a file", () => {
  it("is read from its beginning, and on", async () => {
    write(1, 3);
    await start();
    await arrives(numbers(1, 3));
    write(4, 5);
    await arrives(numbers(1, 5));
  });

  it("is read from its end where that is wanted, and later files from their beginning", async () => {
    write(1, 3);
    const agent = await start({ startAt: "end", paths: [join(folder, "*.log")] });
    await soon(() =>
      expect(agent.counters.all()).toContainEqual(expect.objectContaining({ name: "perigee.agent.tail.lines" })),
    );
    write(4, 4);
    await arrives(["line 4"]);
    write(5, 6, join(folder, "later.log"));
    await arrives(numbers(4, 6));
  });

  it("goes on where the agent before has ended", async () => {
    write(1, 3);
    const first = await start();
    await arrives(numbers(1, 3));
    await first.stop();
    write(4, 6);
    await start();
    await arrives(numbers(1, 6));
  });

  it("is read once under two names", async () => {
    write(1, 3);
    symlinkSync(log, join(folder, "link.log"));
    await start({ paths: [join(folder, "*.log")] });
    await arrives(numbers(1, 3));
    write(4, 4);
    await arrives(numbers(1, 4));
  });

  it("says its service and its path", async () => {
    write(1, 1);
    await start({ service: "shop" });
    await arrives(["line 1"]);
    expect(recorder.bodies[0]).toContain('{"key":"service.name","value":{"stringValue":"shop"}}');
    expect(recorder.bodies[0]).toContain(`{"key":"log.file.path","value":{"stringValue":"${log}"}}`);
    expect(recorder.requests[0]).toMatchObject({ path: "/v1/logs", key: "Bearer sk_test" });
  });
});

describe("rotation", () => {
  const glob = () => ({ paths: [`${log}*`] });
  const withoutGlob = () => ({});

  describe.each([
    ["where the rotated file is matched", glob],
    ["where it is not", withoutGlob],
  ])("%s", (_, options) => {
    it("by renaming: the old file is read to its end, then the new one", async () => {
      write(1, 3);
      await start(options());
      await arrives(numbers(1, 3));
      write(4, 5);
      renameSync(log, `${log}.1`);
      write(6, 7, `${log}.1`);
      await arrives(numbers(1, 7));
      write(8, 9);
      await arrives(numbers(1, 9));
    });

    it("by renaming while no agent runs", async () => {
      write(1, 3);
      const first = await start(options());
      await arrives(numbers(1, 3));
      await first.stop();
      write(4, 5);
      renameSync(log, `${log}.1`);
      write(6, 7);
      await start(options());
      await soon(() => expect(recorder.lines().toSorted()).toEqual(numbers(1, 7)));
    });

    it("by copying and truncating", async () => {
      write(1, 3);
      await start(options());
      await arrives(numbers(1, 3));
      write(4, 5);
      copyFileSync(log, `${log}.1`);
      truncateSync(log, 0);
      write(6, 7);
      await soon(() => expect(recorder.lines().toSorted()).toEqual(numbers(1, 7)));
      write(8, 9);
      await soon(() => expect(recorder.lines().toSorted()).toEqual(numbers(1, 9)));
    });

    it("by copying and truncating while no agent runs", async () => {
      write(1, 3);
      const first = await start(options());
      await arrives(numbers(1, 3));
      await first.stop();
      write(4, 5);
      copyFileSync(log, `${log}.1`);
      truncateSync(log, 0);
      write(6, 9);
      await start(options());
      await soon(() => expect(recorder.lines().toSorted()).toEqual(numbers(1, 9)));
    });
  });

  it("a copy that is no rotation is not read", async () => {
    write(1, 3);
    await start(glob());
    await arrives(numbers(1, 3));
    copyFileSync(log, `${log}.copy`);
    write(4, 5);
    await arrives(numbers(1, 5));
  });

  it("lines without a difference are all read, over a rename too", async () => {
    writeFileSync(log, "tick\n".repeat(5));
    await start(glob());
    await arrives(Array.from({ length: 5 }, () => "tick"));
    renameSync(log, `${log}.1`);
    writeFileSync(log, "tick\n".repeat(2));
    await arrives(Array.from({ length: 7 }, () => "tick"));
  });

  it("a file that was truncated and grew beyond its old size is read anew", async () => {
    write(1, 3);
    await start();
    await arrives(numbers(1, 3));
    writeFileSync(log, "");
    write(11, 19);
    await arrives([...numbers(1, 3), ...numbers(11, 19)]);
  });

  it("a deleted file is read to its end, and another of its name from its beginning", async () => {
    write(1, 3);
    await start();
    await arrives(numbers(1, 3));
    write(4, 5);
    rmSync(log);
    write(6, 7);
    await soon(() => expect(recorder.lines().slice(-2)).toEqual(numbers(6, 7)));
  });
});

describe("lines", () => {
  it("end with CR LF, and the last one after a while without any end", async () => {
    appendFileSync(log, "one\r\ntwo\r\nthree");
    await start();
    await arrives(["one", "two", "three"]);
    appendFileSync(log, "\nfour\n");
    await arrives(["one", "two", "three", "four"]);
  });

  it("keep characters whole that are written in two parts", async () => {
    const bytes = Buffer.from("grüße 🦊\n");
    await start({ partialTimeout: "1m" });
    for (const byte of bytes) appendFileSync(log, Buffer.from([byte]));
    await arrives(["grüße 🦊"]);
  });

  it("of 10 MB are cut, and what comes behind is read", async () => {
    appendFileSync(log, `${"x".repeat(10_000_000)}\nafter\n`);
    const agent = await start({ maxLineBytes: "2KiB" });
    await soon(() => expect(recorder.lines().map((text) => text.slice(0, 5))).toEqual(["xxxxx", "after"]));
    expect(recorder.lines()[0]).toHaveLength(2_048);
    expect(agent.counters.total("perigee.agent.tail.cut_lines")).toBe(1);
  });

  it("that are no text arrive all the same", async () => {
    writeFileSync(log, Buffer.concat([Buffer.from([0xff, 0xfe, 1, 10]), Buffer.from("text\n")]));
    await start();
    await arrives(["��\u0001", "text"]);
  });

  it("of a stack trace become one record", async () => {
    appendFileSync(log, "Error: a\n  at one\n  at two\nError: b\n  at three\n");
    await start({ parser: "none", multiline: { continuePattern: "^\\s", timeout: "30ms" } });
    await arrives(["Error: a\n  at one\n  at two", "Error: b\n  at three"]);
  });

  it("of a record that was held when the agent ended are read again", async () => {
    appendFileSync(log, "2026 a\n  more\n2026 b\n");
    const options = { parser: "none", multiline: { startPattern: "^\\d{4} ", timeout: "1m" } };
    const first = await start(options);
    await arrives(["2026 a\n  more"]);
    await first.stop();
    appendFileSync(log, "  rest\n2026 c\n");
    await start(options);
    await arrives(["2026 a\n  more", "2026 b\n  rest"]);
  });
});

it("thousands of files are followed, which come and go", async () => {
  mkdirSync(join(folder, "many"));
  const path = (file: number) => join(folder, "many", `app-${file}.log`);
  for (let file = 0; file < 1_500; file++) writeFileSync(path(file), `first of ${file}\n`);
  await start({ paths: [join(folder, "many", "*.log")] });
  await soon(() => expect(recorder.lines()).toHaveLength(1_500));
  for (let file = 0; file < 1_500; file += 2) rmSync(path(file));
  for (let file = 1; file < 1_500; file += 2) appendFileSync(path(file), `second of ${file}\n`);
  await soon(() => expect(new Set(recorder.lines()).size).toBe(2_250));
  expect(recorder.lines()).toHaveLength(2_250);
});
