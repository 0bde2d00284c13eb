import { appendFileSync, writeFileSync } from "node:fs";
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

const start = (options: object = {}, tail: object = {}) =>
  agentOf({
    endpoint: recorder.endpoint,
    buffer: { dir: join(folder, "buffer") },
    inputs: [tailOf({ paths: [log], parser: "none", ...tail })],
    ...options,
  });

const arrives = (lines: string[]) => soon(() => expect(recorder.lines()).toEqual(lines));

describe("a batch", () => {
  it.each([
    ["refused for now", { status: 503 }],
    ["held off", { status: 429, headers: { "retry-after": "0" } }],
    ["sent with a key that is not known yet", { status: 401 }],
    ["cut off before it is taken", "cut" as const],
    ["taken while its answer is lost", "take-and-cut" as const],
  ])("arrives once when it is first %s", async (_, reply) => {
    recorder.answer = (attempt) => (attempt < 3 ? reply : { status: 200 });
    appendFileSync(log, "one\ntwo\n");
    await start();
    await arrives(["one", "two"]);
    await soon(() => expect(recorder.requests.at(-1)?.status).toBe(200));
    expect(recorder.requests.length).toBeGreaterThanOrEqual(4);
  });

  it("is dropped, counted and told of once when the server refuses it for good", async () => {
    recorder.answer = (_, body) => (body.includes("bad") ? { status: 400, text: "no such thing" } : { status: 200 });
    appendFileSync(log, "bad 1\n");
    const agent = await start();
    await soon(() => expect(agent.counters.total("perigee.agent.delivery.refused_items")).toBe(1));
    appendFileSync(log, "bad 2\n");
    await soon(() => expect(agent.counters.total("perigee.agent.delivery.refused_items")).toBe(2));
    appendFileSync(log, "good\n");
    await arrives(["good"]);
    const told = agent.said.filter((line) => line.includes("refused"));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("no such thing");
  });

  it("that is too large is halved until it fits, and a record that never fits is dropped", async () => {
    recorder.answer = (_, body) => ({ status: body.includes("huge") || body.split('"body"').length > 4 ? 413 : 200 });
    const lines = Array.from({ length: 20 }, (_, index) => (index === 7 ? "huge" : `line ${index}`));
    writeFileSync(log, `${lines.join("\n")}\n`);
    const agent = await start();
    await arrives(lines.filter((line) => line !== "huge"));
    expect(agent.counters.total("perigee.agent.delivery.refused_items")).toBe(1);
  });

  it("waits on disk for a server that is away, also when the agent ends", async () => {
    recorder.answer = () => ({ status: 503 });
    appendFileSync(log, "one\n");
    const first = await start({
      delivery: { maxDelay: "10ms", stopWithin: "50ms", retry: { initial: "5ms", max: "10ms" } },
    });
    await soon(() => expect(recorder.requests.length).toBeGreaterThan(2));
    await first.stop();
    writeFileSync(log, "");
    recorder.answer = () => ({ status: 200 });
    await start();
    await arrives(["one"]);
  });

  it("is sent as it was when the server answers too late", async () => {
    const held = new Promise((resolve) => onTestFinished(() => resolve(undefined)));
    recorder.answer = async (attempt) => {
      if (attempt === 0) await held;
      return { status: 200 };
    };
    appendFileSync(log, "one\n");
    await start({ delivery: { maxDelay: "10ms", timeout: "100ms", retry: { initial: "5ms", max: "10ms" } } });
    await arrives(["one"]);
  });

  it("says what was not taken of it", async () => {
    recorder.answer = () => ({
      status: 200,
      text: '{"partialSuccess":{"rejectedLogRecords":1,"errorMessage":"too old"}}',
    });
    appendFileSync(log, "one\ntwo\n");
    const agent = await start();
    await soon(() => expect(agent.counters.total("perigee.agent.delivery.rejected_items")).toBe(1));
    expect(agent.said.join("")).toContain("too old");
  });
});

it("reading stops while the buffer is full, and nothing is lost of it", async () => {
  recorder.answer = () => ({ status: 503 });
  // Letters that do not compress.
  const noise = () => Array.from({ length: 1_500 }, () => Math.random().toString(36).slice(2)).join("");
  const lines = Array.from({ length: 200 }, (_, index) => `${index} ${noise()}`);
  writeFileSync(log, `${lines.join("\n")}\n`);
  const buffer = { dir: join(folder, "buffer"), maxBytes: "1MB" };
  const agent = await start({ buffer, mask: [] });
  await soon(() => expect(agent.counters.total("perigee.agent.buffer.full")).toBeGreaterThan(0));
  expect(recorder.lines()).toEqual([]);
  recorder.answer = () => ({ status: 200 });
  await arrives(lines);
});

it("secrets are masked before they are sent or stored", async () => {
  appendFileSync(log, "mail ann@mail.example, plate AB-123, card 4111 1111 1111 1111\n");
  await start({ mask: ["email", "card", { regex: "[A-Z]{2}-\\d{3}" }] });
  await arrives(["mail ***, plate ***, card ***"]);
});

it("the agent tells of itself over HTTP, and as metrics", async () => {
  appendFileSync(log, "one\n");
  const agent = await start({ ownMetrics: { interval: "1s" } });
  await arrives(["one"]);
  const get = (path: string) => fetch(`http://127.0.0.1:${agent.healthPort}${path}`);
  expect(await (await get("/health")).json()).toMatchObject({ status: "ok", bufferBytes: expect.any(Number) });
  expect(await (await get("/metrics")).text()).toContain("perigee_agent_tail_lines_total 1\n");
  expect((await get("/nothing")).status).toBe(404);
  await soon(() => expect(recorder.requests.map(({ path }) => path)).toContain("/v1/metrics"));
});
