import { env } from "cloudflare:workers";
import { ErrorAnswerSchema, internalProjectId, type QueueMessage, spoolName, unpackMessage } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import { batchOf, custom, makeKey, pageview, queued, rowsOf } from "../../test/batches.ts";
import worker from "../index.ts";

type Bindings = Record<string, unknown>;

function send(body: object, { apiKey, bindings = {} }: { apiKey: string; bindings?: Bindings }): Promise<Response> {
  const request = new Request(`https://ingest.example/v1/events?key=${apiKey}`, {
    method: "POST",
    headers: { origin: "https://shop.example" },
    body: JSON.stringify(body),
  });
  return worker.fetch(request as never, { ...env, ...bindings } as never);
}

/** A queue that takes everything and shows it, or nothing. */
/** Answers with an error and may well have taken the message. */
const vagueQueue = () => ({ send: () => Promise.reject(new Error("Network connection lost.")) });

function someQueue(refusals = 0) {
  const taken: QueueMessage[] = [];
  const delays: (number | undefined)[] = [];
  let left = refusals;
  const queue = {
    send(message: QueueMessage, { delaySeconds }: QueueSendOptions = {}) {
      // The Worker's own report rides on any batch.
      if (message.projectId === internalProjectId) return Promise.resolve();
      left -= 1;
      if (left >= 0) return Promise.reject(new Error("Too Many Requests"));
      taken.push(message);
      delays.push(delaySeconds);
      return Promise.resolve();
    },
  };
  return { taken, delays, queue };
}

const fullQueue = () => someQueue(Number.POSITIVE_INFINITY).queue;
const brokenBucket = { put: () => Promise.reject(new Error("We encountered an internal error. (10001)")) };
const fullQueues = () => ({ EVENTS_0: fullQueue(), EVENTS_1: fullQueue() });

async function spooled(projectId: number) {
  const { objects } = await env.SPOOL_BUCKET.list({ prefix: "spool/", include: ["customMetadata"] });
  return objects.filter(({ key }) => key.split("/")[2] === String(projectId));
}

async function spooledMessages(projectId: number): Promise<QueueMessage[]> {
  const objects = await Promise.all((await spooled(projectId)).map(({ key }) => env.SPOOL_BUCKET.get(key)));
  return Promise.all(
    objects.map(async (object) => {
      const message = unpackMessage(new Uint8Array((await object?.arrayBuffer()) ?? []));
      if (!message) throw new Error("what lies in the spool is no message");
      expect(object?.key).toBe(spoolName(message));
      return message;
    }),
  );
}

const noise = (chars: number): string =>
  Array.from({ length: chars }, () => String.fromCharCode(0x4e00 + Math.floor(Math.random() * 20_000))).join("");

describe("a batch goes", () => {
  it("to the queue that its project's id names, always the same", async () => {
    const { apiKey } = await makeKey({ projectId: 1 });
    const { apiKey: other } = await makeKey({ projectId: 2 });
    const [first, second] = [someQueue(), someQueue()];
    const bindings = { EVENTS_0: first.queue, EVENTS_1: second.queue };
    for (const key of [apiKey, other, apiKey]) {
      expect((await send(batchOf([pageview()]), { apiKey: key, bindings })).status).toBe(202);
    }
    expect(first.taken.map(({ projectId }) => projectId)).toEqual([2]);
    expect(second.taken.map(({ projectId }) => projectId)).toEqual([1, 1]);
  });

  it.each([
    ["is full", fullQueue, { delayS: undefined, retried: undefined }],
    ["does not say whether it took it, late and marked as a second copy", vagueQueue, { delayS: 20, retried: true }],
  ])("to the next queue when its own %s", async (_name, home, expected) => {
    const { apiKey } = await makeKey({ projectId: 1 });
    const next = someQueue();
    const response = await send(batchOf([pageview()]), {
      apiKey,
      bindings: { EVENTS_0: next.queue, EVENTS_1: home() },
    });
    expect(response.status).toBe(202);
    expect(next.taken.map(({ projectId, retried }) => ({ projectId, retried }))).toEqual([
      { projectId: 1, retried: expected.retried },
    ]);
    expect(next.delays).toEqual([expected.delayS]);
  });

  it("to the spool when no queue takes it, as the message that the queue would have got", async () => {
    const { apiKey, projectId } = await makeKey();
    const batch = batchOf([pageview(), custom()]);
    const response = await send(batch, { apiKey, bindings: fullQueues() });
    expect(response.status).toBe(202);
    const [object, ...others] = await spooled(projectId);
    expect(others).toEqual([]);
    const messages = await spooledMessages(projectId);
    const receivedAt = String(messages[0]?.receivedAt);
    expect(object?.customMetadata).toEqual({ projectId: String(projectId), receivedAt });
    expect(rowsOf(messages, "events").map((row) => row["event_id"])).toEqual(
      (batch["events"] as { id: string }[]).map(({ id }) => id),
    );
  });

  it("nowhere when nothing takes it: 503 and come again, and then it is taken", async () => {
    const { apiKey, projectId } = await makeKey();
    const batch = batchOf([pageview()]);
    const refused = await send(batch, { apiKey, bindings: { ...fullQueues(), SPOOL_BUCKET: brokenBucket } });
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("10");
    expect(ErrorAnswerSchema.parse(await refused.json()).error.type).toBe("queue-unavailable");
    expect((await send(batch, { apiKey })).status).toBe(202);
    expect(rowsOf(await queued(projectId), "events")).toHaveLength(1);
  });

  it("nowhere as long as one of its messages is refused; sent again, only that one goes out", async () => {
    const { apiKey } = await makeKey();
    const events = Array.from({ length: 60 }, () => custom({ props: { a: noise(1_000), b: noise(1_000) } }));
    const batch = batchOf(events);
    const { taken, queue } = someQueue(1);
    const bindings = { EVENTS_0: queue, EVENTS_1: queue, QUEUE_SHARDS: "1", SPOOL_BUCKET: brokenBucket };
    expect((await send(batch, { apiKey, bindings })).status).toBe(503);
    const before = taken.length;
    expect(before).toBeGreaterThan(0);
    expect((await send(batch, { apiKey, bindings })).status).toBe(202);
    expect(taken.length).toBe(before + 1);
    expect(
      rowsOf(taken, "events")
        .map((row) => row["event_id"])
        .sort(),
    ).toEqual(events.map((event) => event["id"]).sort());
  });
});

describe("with SPOOL=always a batch goes", () => {
  const SPOOL = "always";

  it("to the spool and then to a queue, which is told where the copy lies", async () => {
    const { apiKey, projectId } = await makeKey();
    const { taken, queue } = someQueue();
    const bindings = { SPOOL, EVENTS_0: queue, EVENTS_1: queue };
    expect((await send(batchOf([pageview()]), { apiKey, bindings })).status).toBe(202);
    const [object] = await spooled(projectId);
    expect(object?.customMetadata).toMatchObject({ queued: "1" });
    const [{ spooledAs, ...message } = {} as QueueMessage] = taken;
    expect(spooledAs).toBe(object?.key);
    const segments = message.segments.map((segment) => ({ ...segment, gzip: new Uint8Array(segment.gzip) }));
    expect(await spooledMessages(projectId)).toEqual([{ ...message, segments }]);
  });

  it("to the spool alone when no queue takes it, for the sweep to take at once", async () => {
    const { apiKey, projectId } = await makeKey();
    expect((await send(batchOf([pageview()]), { apiKey, bindings: { SPOOL, ...fullQueues() } })).status).toBe(202);
    const [object] = await spooled(projectId);
    expect(object?.customMetadata).not.toHaveProperty("queued");
    expect(await spooledMessages(projectId)).toHaveLength(1);
  });

  it("nowhere when R2 does not take it", async () => {
    const { apiKey } = await makeKey();
    const { taken, queue } = someQueue();
    const bindings = { SPOOL, EVENTS_0: queue, EVENTS_1: queue, SPOOL_BUCKET: brokenBucket };
    expect((await send(batchOf([pageview()]), { apiKey, bindings })).status).toBe(503);
    expect(taken).toEqual([]);
  });
});

describe("a batch that is sent again because its answer was lost", () => {
  it("is answered as before and goes out no second time", async () => {
    const { apiKey } = await makeKey();
    const { taken, queue } = someQueue();
    const batch = batchOf([pageview(), pageview()]);
    for (const body of [batch, { ...batch, sentAt: Date.now() + 500, resent: true }]) {
      const response = await send(body, { apiKey, bindings: { EVENTS_0: queue, EVENTS_1: queue } });
      expect(await response.json()).toMatchObject({ accepted: 2, rejected: [] });
    }
    expect(taken).toHaveLength(1);
  });

  it("loses nothing when it holds other events this time", async () => {
    const { apiKey } = await makeKey();
    const { taken, queue } = someQueue();
    const batch = batchOf([pageview()]);
    for (const body of [batch, { ...batch, events: [pageview()] }]) {
      await send(body, { apiKey, bindings: { EVENTS_0: queue, EVENTS_1: queue } });
    }
    expect(taken).toHaveLength(2);
    expect(taken[0]?.id).not.toBe(taken[1]?.id);
  });

  it.each([
    ["its sender says so", batchOf([pageview()], { resent: true }), true],
    [
      "it was made before this isolate could know",
      batchOf([pageview()], { id: "019ab2f0-0000-7000-8000-000000000001" }),
      true,
    ],
    ["neither is so", undefined, undefined],
  ])("is marked for the consumer to look for it: %s", async (_name, batch, retried) => {
    const { apiKey } = await makeKey();
    const { taken, queue } = someQueue();
    await send(batchOf([pageview()]), { apiKey });
    await send(batch ?? batchOf([pageview()]), { apiKey, bindings: { EVENTS_0: queue, EVENTS_1: queue } });
    expect(taken.map((message) => message.retried)).toEqual([retried]);
  });
});

describe("a copy for the cold archive", () => {
  const settings = (rate: number) => ({
    redaction: { defaults: true, rules: [] },
    quota: { eventsPerMinute: null, eventsPerDay: null },
    sampling: { rate: 1, slowMs: 2_000 },
    archive: { rate },
    logs: { pipelines: [] },
  });

  it.each([
    [0, 0, 0],
    [1, 100, 100],
    [0.5, 25, 75],
  ])("is wanted for a part of %d of the messages", async (rate, least, most) => {
    const { apiKey } = await makeKey({ settings: settings(rate) });
    const { taken, queue } = someQueue();
    for (let sent = 0; sent < 100; sent++) {
      await send(batchOf([pageview()]), { apiKey, bindings: { EVENTS_0: queue, EVENTS_1: queue } });
    }
    const wanted = taken.filter(({ archive }) => archive).length;
    expect(wanted).toBeGreaterThanOrEqual(least);
    expect(wanted).toBeLessThanOrEqual(most);
  });
});
