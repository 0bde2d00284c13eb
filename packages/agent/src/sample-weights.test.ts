import { join } from "node:path";
import { readLogs, readSpans } from "@perigee/otlp";
import { expect, it, onTestFinished } from "vitest";
import { agentOf, makeFolder, soon } from "../test/agent-of.ts";
import { startRecorder } from "../test/recorder.ts";

it("hands on what sampled records stand for, from a program's SDK through the agent to ingest", async () => {
  const recorder = await startRecorder();
  onTestFinished(recorder.close);
  const arrived = new Map<string, Buffer>();
  recorder.answer = (_attempt, body) => {
    arrived.set(body.includes("resourceLogs") ? "logs" : "spans", Buffer.from(body));
    return { status: 200 };
  };
  const agent = await agentOf({
    endpoint: recorder.endpoint,
    buffer: { dir: join(makeFolder(), "buffer") },
    inputs: [{ type: "otlp", port: 0 }],
  });
  let port: string | undefined;
  await soon(() => {
    port = /listens for OTLP.* port=(\d+)/.exec(agent.said.join("\n"))?.[1];
    expect(port).toBeDefined();
  });
  const send = async (path: string, body: object) => {
    const headers = { "content-type": "application/json" };
    expect(
      (await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", headers, body: JSON.stringify(body) })).status,
    ).toBe(200);
  };
  const attributes = [{ key: "perigee.sample_weight", value: { doubleValue: 1 / 0.3 } }];
  const ids = { traceId: "5b8efff798038103d269b633813fc60c", spanId: "eee19b7ec3c1b174" };
  await send("/v1/logs", { resourceLogs: [{ scopeLogs: [{ logRecords: [{ attributes }, {}] }] }] });
  const spans = [
    { ...ids, traceState: "ot=th:c" },
    { ...ids, attributes },
  ];
  await send("/v1/traces", { resourceSpans: [{ scopeSpans: [{ spans }] }] });

  await soon(() => expect([...arrived.keys()].toSorted()).toEqual(["logs", "spans"]));
  const logs = readLogs(arrived.get("logs") ?? Buffer.of(), "json");
  expect(logs.ok && logs.value.tree[0]?.items.map(({ weight }) => weight)).toEqual([1 / 0.3, undefined]);
  const read = readSpans(arrived.get("spans") ?? Buffer.of(), "json");
  expect(read.ok && read.value.tree[0]?.items.map(({ weight }) => weight)).toEqual([4, 1 / 0.3]);
});
