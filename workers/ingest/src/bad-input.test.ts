import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { ErrorAnswerSchema } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import { batchOf, custom, engagement, makeKey, newId, pageview, post, type Sending, thrown } from "../test/batches.ts";

/** The bad input of the issue, one by one: each has its status and a message that names field and rule. */

const day = 86_400_000;

type Refusal = { status: number; type: string; field: string; message: RegExp };

async function expectRefusal(body: BodyInit | Record<string, unknown>, sending: Partial<Sending>, refusal: Refusal) {
  const { apiKey } = await makeKey();
  const response = await post(body, { apiKey, ...sending });
  const answer = ErrorAnswerSchema.parse(await response.json());
  expect({ status: response.status, ...answer.error }).toMatchObject({
    ...refusal,
    message: expect.stringMatching(refusal.message),
  });
  return answer;
}

const joined = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat(parts));

function withFlippedByte(bytes: Uint8Array<ArrayBuffer>, at: number): Uint8Array<ArrayBuffer> {
  const changed = bytes.slice();
  changed[bytes.length + at] = (changed.at(at) ?? 0) ^ 1;
  return changed;
}

const gzipped = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(gzipSync(text));

const good = JSON.stringify(batchOf([pageview()]));

const bodies: [string, BodyInit, Partial<Sending>, Refusal][] = [
  ["an empty body", "", {}, { status: 400, type: "not-json", field: "body", message: /is not JSON/ }],
  [
    "a body that is not JSON",
    "{id:1}",
    {},
    { status: 400, type: "not-json", field: "body", message: /is not JSON: .*position/ },
  ],
  ["half of a body", good.slice(0, 50), {}, { status: 400, type: "not-json", field: "body", message: /is not JSON/ }],
  [
    "a body that is not UTF-8",
    new Uint8Array([0x22, 0xff, 0xfe, 0x22]),
    {},
    { status: 400, type: "not-utf8", field: "body", message: /not valid UTF-8/ },
  ],
  [
    "a surrogate half in UTF-8",
    new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]),
    {},
    { status: 400, type: "not-utf8", field: "body", message: /not valid UTF-8/ },
  ],
  [
    "text that is marked as gzip",
    good,
    { query: "&z=gzip" },
    { status: 400, type: "invalid-gzip", field: "body", message: /could not be decompressed/ },
  ],
  [
    "gzip that ends too early",
    gzipped(good).slice(0, 40),
    { query: "&z=gzip" },
    { status: 400, type: "invalid-gzip", field: "body", message: /could not be decompressed/ },
  ],
  [
    "gzip that is not marked",
    gzipped(good),
    {},
    { status: 400, type: "not-utf8", field: "body", message: /not valid UTF-8/ },
  ],
  [
    "a gzip bomb of 20 MB",
    gzipped(" ".repeat(20_000_000)),
    { query: "&z=gzip" },
    { status: 413, type: "body-too-large", field: "body", message: /1000000 bytes when decompressed/ },
  ],
  [
    "a body of more than 1 MB",
    `"${"x".repeat(1_000_000)}"`,
    {},
    { status: 413, type: "body-too-large", field: "body", message: /1000000 bytes/ },
  ],
  [
    "an encoding that we do not know",
    good,
    { headers: { "content-encoding": "br" } },
    {
      status: 415,
      type: "unsupported-encoding",
      field: "body",
      message: /"br" is not supported. Send plain, gzip or deflate/,
    },
  ],
  [
    "two encodings, one over the other",
    good,
    { headers: { "content-encoding": "gzip, gzip" } },
    { status: 415, type: "unsupported-encoding", field: "body", message: /"gzip, gzip" is not supported/ },
  ],
  [
    "a content type that is not JSON's",
    good,
    { headers: { "content-type": "text/xml; charset=utf-8" } },
    { status: 415, type: "unsupported-media-type", field: "content-type", message: /"text\/xml" is not taken/ },
  ],
  [
    "gzip with something behind it",
    joined(gzipped(good), new TextEncoder().encode("more")),
    { query: "&z=gzip" },
    { status: 400, type: "invalid-gzip", field: "body", message: /could not be decompressed/ },
  ],
  [
    "gzip with half a member behind it",
    joined(gzipped(good), gzipped(good).slice(0, 30)),
    { query: "&z=gzip" },
    { status: 400, type: "invalid-gzip", field: "body", message: /could not be decompressed/ },
  ],
  [
    "gzip whose checksum is wrong",
    withFlippedByte(gzipped(good), -6),
    { query: "&z=gzip" },
    { status: 400, type: "invalid-gzip", field: "body", message: /could not be decompressed/ },
  ],
  [
    "many gzip members that are a bomb together",
    joined(...Array.from({ length: 40 }, () => gzipped(" ".repeat(900_000)))),
    { query: "&z=gzip" },
    { status: 413, type: "body-too-large", field: "body", message: /1000000 bytes when decompressed/ },
  ],
  [
    "text that is marked as deflate",
    good,
    { query: "&z=deflate" },
    { status: 400, type: "invalid-deflate", field: "body", message: /marked as deflate/ },
  ],
  [
    "deflate that ends too early",
    new Uint8Array(deflateSync(good)).slice(0, 40),
    { query: "&z=deflate" },
    { status: 400, type: "invalid-deflate", field: "body", message: /marked as deflate/ },
  ],
  [
    "deflate with something behind it",
    joined(new Uint8Array(deflateSync(good)), new TextEncoder().encode("more")),
    { query: "&z=deflate" },
    { status: 400, type: "invalid-deflate", field: "body", message: /marked as deflate/ },
  ],
  [
    "raw deflate with something behind it",
    joined(new Uint8Array(deflateRawSync(good)), new TextEncoder().encode("more")),
    { query: "&z=deflate" },
    { status: 400, type: "invalid-deflate", field: "body", message: /marked as deflate/ },
  ],
  [
    "a deflate bomb of 20 MB",
    new Uint8Array(deflateSync(" ".repeat(20_000_000))),
    { query: "&z=deflate" },
    { status: 413, type: "body-too-large", field: "body", message: /1000000 bytes when decompressed/ },
  ],
  [
    "half a million nested lists",
    "[".repeat(499_999) + "]".repeat(499_999),
    {},
    { status: 400, type: "invalid-batch", field: "body", message: /expected object/ },
  ],
  [
    "half a million opening brackets",
    "[".repeat(500_000),
    {},
    { status: 400, type: "not-json", field: "body", message: /is not JSON/ },
  ],
];

describe("a body is refused", () => {
  it.for(bodies)("when it is %s", async ([, body, sending, refusal]) => {
    await expectRefusal(body, sending, refusal);
  });

  it.each([
    [{ headers: { "content-encoding": "br" } }, "accept-encoding", "gzip, deflate"],
    [{ headers: { "content-type": "image/png" } }, "accept", expect.stringContaining("application/json")],
  ])("of a kind that is not taken (%o), with a header that says what is", async (sending, header, value) => {
    const { apiKey } = await makeKey();
    expect((await post(good, { apiKey, ...sending })).headers.get(header)).toEqual(value);
  });

  it("when it is streamed without a length and grows over the limit", async () => {
    const chunk = new TextEncoder().encode(" ".repeat(100_000));
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += chunk.byteLength;
        controller.enqueue(chunk);
      },
    });
    await expectRefusal(endless, {}, { status: 413, type: "body-too-large", field: "body", message: /1000000 bytes/ });
    expect(sent).toBeLessThan(2_000_000);
  });
});

const invalid = (field: string, message: RegExp): Refusal => ({ status: 400, type: "invalid-batch", field, message });

const withRawKey = (target: object, key: string): unknown =>
  JSON.parse(JSON.stringify(target).replace(/}$/, `,${JSON.stringify(key)}:{"polluted":true}}`));

const batches: [string, Record<string, unknown>, Refusal][] = [
  ["no id", batchOf([pageview()], { id: undefined }), invalid("id", /id: .*expected string/)],
  ["an id that is not a UUIDv7", batchOf([pageview()], { id: crypto.randomUUID() }), invalid("id", /id: Invalid UUID/)],
  ["no events", batchOf([]), invalid("events", /events: Too small/)],
  ["events that are not a list", batchOf([], { events: "x" }), invalid("events", /events: .*expected array/)],
  ["no context", batchOf([pageview()], { context: null }), invalid("context", /context: .*expected object/)],
  [
    "10,000 events",
    batchOf(Array.from({ length: 10_000 }, () => ({}))),
    { status: 413, type: "too-many-events", field: "events", message: /10000 events are more than 1000/ },
  ],
  [
    "a prototype key in the context",
    batchOf([pageview()], { context: withRawKey({ sessionId: newId() }, "__proto__") }),
    invalid("context.__proto__", /context.__proto__: is a reserved key/),
  ],
];

describe("a batch is refused", () => {
  it.each(batches)("when it has %s", async (_name, batch, refusal) => {
    await expectRefusal(batch, {}, refusal);
  });

  it("when it has a prototype key", async () => {
    const text = JSON.stringify(batchOf([pageview()])).replace("{", '{"__proto__":{"isAdmin":true},');
    await expectRefusal(text, {}, invalid("__proto__", /__proto__: is a reserved key/));
  });
});

const twice = pageview();

/** Each event, the place in its batch of one or more that is refused, its failure type, field and message. */
const events: [string, unknown[], string, string, RegExp][] = [
  [
    "an unknown kind",
    [pageview({ kind: "click" })],
    "invalid-event",
    "events.0.kind",
    /'pageview' \| 'vital' \| 'error'/,
  ],
  ["no kind", [pageview({ kind: undefined })], "invalid-event", "events.0.kind", /Expected 'pageview'/],
  ["something else than an object", ["pageview"], "invalid-event", "events.0", /events.0: .*expected object/],
  [
    "a time ten years ago",
    [pageview({ time: Date.now() - 3_650 * day })],
    "event-out-of-time",
    "events.0.time",
    /at most 7 days in the past/,
  ],
  ["a time that is not a number", [pageview({ time: "now" })], "invalid-event", "events.0.time", /expected number/],
  [
    "a time before the epoch",
    [pageview({ time: -1 })],
    "invalid-event",
    "events.0.time",
    /must be a whole number from 0/,
  ],
  ["a number that overflows", [custom({ value: 1e308 * 10 })], "invalid-event", "events.0.value", /expected number/],
  [
    "an address of another scheme",
    [pageview({ url: "javascript:alert(1)" })],
    "invalid-event",
    "events.0.url",
    /must be an http or https address/,
  ],
  ["a list as properties", [custom({ props: [1] })], "invalid-event", "events.0.props", /must be an object/],
  [
    "the key __proto__",
    [withRawKey(pageview(), "__proto__")],
    "invalid-event",
    "events.0.__proto__",
    /is a reserved key/,
  ],
  [
    "a name of the product's own",
    [custom({ name: "pageview" })],
    "invalid-event",
    "events.0.name",
    /is a reserved event name/,
  ],
  [
    "a negative duration",
    [engagement({ durationMs: -1 })],
    "invalid-event",
    "events.0.durationMs",
    /must be a whole number from 0/,
  ],
  [
    "the id of an earlier one",
    [twice, { ...twice, seq: 2 }],
    "duplicate-event",
    "events.1.id",
    /stands earlier in the same batch/,
  ],
  [
    "the same id in capitals",
    [twice, { ...twice, id: String(twice["id"]).toUpperCase() }],
    "duplicate-event",
    "events.1.id",
    /stands earlier/,
  ],
];

describe("an event is refused", () => {
  it.for(events)("when it has %s, and a good one beside it is kept", async ([, candidates, type, field, message]) => {
    const { apiKey } = await makeKey();
    const response = await post(batchOf([...candidates, pageview()]), { apiKey });
    expect(response.status).toBe(202);
    const answer = (await response.json()) as { accepted: number; rejected: { field: string; message: string }[] };
    expect(answer).toMatchObject({ accepted: candidates.length, rejected: [{ index: candidates.length - 1, type }] });
    expect(answer.rejected[0]?.field.startsWith(field)).toBe(true);
    expect(answer.rejected[0]?.message).toMatch(message);
  });

  it("and with it the batch, when none is good; the answer still names each", async () => {
    const answer = await expectRefusal(
      batchOf([pageview({ kind: "click" }), pageview({ url: "x" })]),
      {},
      invalid("events.0.kind", /None of the 2 events could be taken. events.0.kind: /),
    );
    expect(answer.rejected).toMatchObject([
      { index: 0, field: "events.0.kind", type: "invalid-event" },
      { index: 1, field: "events.1.url", type: "invalid-event" },
    ]);
  });

  it("never with an answer that repeats what was sent at length", async () => {
    const { apiKey } = await makeKey();
    const response = await post(batchOf([custom({ props: { ["x".repeat(500_000)]: 1 } })]), { apiKey });
    expect((await response.text()).length).toBeLessThan(2_000);
  });
});

describe("what is too long or of another kind is mended", () => {
  const context = { sessionId: newId(), userId: "x".repeat(100_000) };

  it.for<[string, Record<string, unknown>]>([
    ["an address of 100 KB", pageview({ url: `https://shop.example/${"x".repeat(100_000)}` })],
    ["a message of 100 KB", thrown({ message: "x".repeat(100_000) })],
    ["a property of 100 KB", custom({ props: { note: "x".repeat(100_000) } })],
    ["a key of 100 KB", custom({ props: { ["x".repeat(100_000)]: 1 } })],
    [
      "too many properties",
      custom({ props: Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n}`, n])) }),
    ],
    ["a deep object", custom({ props: { a: { b: { c: 1 } } } })],
    ["the property __proto__", custom({ props: withRawKey({ a: 1 }, "__proto__") })],
    ["the property constructor", custom({ props: withRawKey({ a: 1 }, "constructor") })],
    ["a user id of 100 KB", pageview()],
  ])("%s is no reason to lose an event", async ([, event]) => {
    const { apiKey } = await makeKey();
    const response = await post(batchOf([event], { context }), { apiKey });
    expect(await response.json()).toMatchObject({ accepted: 1, rejected: [] });
  });
});

const deflated = new Uint8Array(deflateSync(good));

describe("what is accepted beside it", () => {
  it.each<[string, BodyInit, Partial<Sending>]>([
    ["gzip that the query string marks", gzipped(good), { query: "&z=gzip" }],
    ["gzip that Content-Encoding marks", gzipped(good), { headers: { "content-encoding": "gzip" } }],
    ["gzip by its old name", gzipped(good), { headers: { "content-encoding": "x-gzip" } }],
    ["gzip in two members", joined(gzipped(good.slice(0, 40)), gzipped(good.slice(40))), { query: "&z=gzip" }],
    ["deflate that the query string marks", new Uint8Array(deflateSync(good)), { query: "&z=deflate" }],
    ["deflate that Content-Encoding marks", deflated, { headers: { "content-encoding": "Deflate" } }],
    ["deflate without zlib's head", new Uint8Array(deflateRawSync(good)), { query: "&z=deflate" }],
    ["JSON by its own type", good, { headers: { "content-type": "application/json; charset=utf-8" } }],
    ["what curl -d says of any body", good, { headers: { "content-type": "application/x-www-form-urlencoded" } }],
    ["bytes of no type", new Uint8Array(Buffer.from(good)), { headers: { "content-type": "" } }],
    ["a byte order mark", `\uFEFF${good}`, {}],
    ["1,000 events", JSON.stringify(batchOf(Array.from({ length: 1_000 }, () => engagement()))), {}],
    ["a name that ends in half an emoji", JSON.stringify(batchOf([custom({ name: "cut \ud83d" })])), {}],
    ["an address without a domain", JSON.stringify(batchOf([pageview({ url: "http://localhost:3000/" })])), {}],
    ["fields that we do not know", JSON.stringify(batchOf([pageview({ future: 1 })], { future: {} })), {}],
  ])("%s", async (_name, body, sending) => {
    const { apiKey } = await makeKey();
    const response = await post(body, { apiKey, ...sending });
    expect(await response.json()).toMatchObject({ rejected: [] });
    expect(response.status).toBe(202);
  });
});
