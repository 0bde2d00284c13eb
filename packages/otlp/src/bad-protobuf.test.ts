import { limits } from "@perigee/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyLogs, anyMetrics, anySpans } from "../test/any-tree.ts";
import { delimited, encodeLogs, encodeMetrics, encodeSpans, integer, varint } from "../test/encode-protobuf.ts";
import { logRows } from "./log-rows.ts";
import { metricRows } from "./metric-rows.ts";
import { readLogs, readMetrics, readSpans } from "./read.ts";
import { spanRows } from "./span-rows.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

/** A request of one log record that has these bytes. */
const record = (inside: Uint8Array) => delimited(1, delimited(2, delimited(2, inside)));

const refused: [string, Uint8Array, string][] = [
  ["a length beyond the end", bytes(0x0a, 0x05, 0x12), "a length that goes beyond the end, at byte 1"],
  ["a length of 2^60", bytes(0x0a, ...varint(2n ** 60n)), "a length that goes beyond the end, at byte 1"],
  ["the end of the request in a tag", bytes(0x8a), "it ends in the middle of a value, at byte 1"],
  ["a varint of eleven bytes", bytes(...Array(10).fill(0xff), 0x01), "a varint of more than ten bytes, at byte 0"],
  ["a field without a number", bytes(0x02, 0x00), "a field without a number, at byte 0"],
  ["a tag of 2^40", bytes(...varint(2n ** 40n)), "a field without a number, at byte 0"],
  ["a group", bytes(0x7b), "wire type 3, at byte 1"],
  ["resource_logs as a number", bytes(0x08, 0x01), "wire type 0 for field 1, at byte 1"],
  ["time_unix_nano as a varint", record(bytes(0x08, 0x01)), "wire type 0 for timeUnixNano, at byte 7"],
  ["time_unix_nano cut off", record(bytes(0x09, 0x01)), "it ends in the middle of a value, at byte 8"],
  ["an attribute's key as a number", record(delimited(6, integer(1, 5))), "wire type 0 for field 1, at byte 9"],
  ["text beyond its message", record(delimited(6, bytes(0x0a, 0x01))), "a length that goes beyond the end, at byte 9"],
  [
    "a value that goes beyond its message",
    Buffer.concat([record(bytes(0x09)), new Uint8Array(8)]),
    "a value that goes beyond its message, at byte 7",
  ],
];

describe("malformed protobuf", () => {
  it.each(refused)("refuses %s and says where", (_name, body, message) => {
    const answer = readLogs(body, "protobuf");
    expect(answer).toEqual({
      ok: false,
      failure: { type: "invalid-otlp", message: `The body is not valid protobuf: ${message}.` },
    });
  });

  const taken: [string, Uint8Array][] = [
    ["an empty request", bytes()],
    [
      "unknown fields of every wire type",
      bytes(0x78, 0x01, 0x7a, 0x01, 0x00, 0x7d, 1, 2, 3, 4, 0x79, 1, 2, 3, 4, 5, 6, 7, 8),
    ],
    ["scopes without records", delimited(1, delimited(2, bytes()))],
  ];

  it.each(taken)("takes %s", (_name, body) => {
    expect(readLogs(body, "protobuf")).toEqual({ ok: true, value: { tree: [], rejected: { count: 0, message: "" } } });
  });

  it("takes the last of a field that stands twice, and the deprecated name of a log record", () => {
    const answer = readLogs(
      record(Buffer.concat([integer(2, 9), delimited(4, bytes(0x61)), integer(2, 17)])),
      "protobuf",
    );
    expect(answer.ok && answer.value.tree[0]?.items[0]?.severityNumber).toBe(17);
  });

  it("passes over indexes into string tables, which only profiles have", () => {
    const key = Buffer.concat([delimited(1, bytes(0x61)), integer(3, 7)]);
    const attribute = delimited(6, Buffer.concat([key, delimited(2, integer(8, 7))]));
    const answer = readLogs(record(attribute), "protobuf");
    expect(answer.ok && answer.value.tree[0]?.items[0]?.attributes).toEqual(new Map([["a", null]]));
  });

  it("replaces invalid UTF-8", () => {
    const answer = readLogs(record(delimited(3, bytes(0x61, 0xff, 0x62, 0xc3))), "protobuf");
    expect(answer.ok && answer.value.tree[0]?.items[0]?.severityText).toBe("a\ufffdb\ufffd");
  });

  it("leaves out what is nested too deeply and says so", () => {
    let value = delimited(1, bytes(0x61));
    for (let depth = 1; depth <= limits.otlpValueDepth; depth++) value = delimited(5, delimited(1, value));
    const answer = readLogs(record(delimited(5, value)), "protobuf");
    const lists = `${"[".repeat(limits.otlpValueDepth - 1)}null${"]".repeat(limits.otlpValueDepth - 1)}`;
    expect(answer.ok && answer.value.tree[0]?.items[0]?.body).toEqual(JSON.parse(lists));
    expect(answer.ok && answer.value.rejected).toEqual({
      count: 0,
      message: `1 values lay deeper than ${limits.otlpValueDepth} levels and were left out`,
    });
  });
});

describe("bombs", () => {
  const many = (count: number, each: Uint8Array) => Buffer.alloc(count * each.length, each);

  it("refuses more empty records than a request may hold", () => {
    const full = (count: number) => delimited(1, delimited(2, many(count, bytes(0x12, 0x00))));
    expect(readLogs(full(limits.otlpRecords), "protobuf").ok).toBe(true);
    expect(readLogs(full(limits.otlpRecords + 1), "protobuf")).toMatchObject({ failure: { type: "too-many-events" } });
  });

  it("refuses more entries of a list than a request may hold", () => {
    const list = (count: number) => record(delimited(5, delimited(5, many(count, bytes(0x0a, 0x00)))));
    expect(readLogs(list(limits.otlpValues), "protobuf").ok).toBe(true);
    expect(readLogs(list(limits.otlpValues + 1), "protobuf")).toMatchObject({ failure: { type: "too-many-events" } });
  });

  it("refuses more entities, and more keys of them, than a request may hold", () => {
    const resource = (entities: Uint8Array) => delimited(1, delimited(1, entities));
    const entities = (count: number) => resource(many(count, bytes(0x1a, 0x00)));
    const keys = (count: number, tag: number) => resource(delimited(3, many(count, bytes(tag, 0x00))));
    const { otlpValues } = limits;
    for (const full of [entities(otlpValues), keys(otlpValues - 1, 0x1a), keys(otlpValues - 1, 0x22)])
      expect(readLogs(full, "protobuf").ok).toBe(true);
    for (const beyond of [entities(otlpValues + 1), keys(otlpValues, 0x1a), keys(otlpValues, 0x22)])
      expect(readLogs(beyond, "protobuf")).toMatchObject({ failure: { type: "too-many-events" } });
  });

  it("keeps no more buckets than show that there are too many", () => {
    const time = bytes(0x19, 0, 0, 0, 0, 0, 0, 0, 0x7f);
    const point = (count: number) => Buffer.concat([time, delimited(8, delimited(2, many(count, bytes(0x00))))]);
    const request = (count: number) =>
      delimited(1, delimited(2, delimited(2, delimited(10, delimited(1, point(count))))));
    const rowsOf = (count: number) => {
      const answer = readMetrics(request(count), "protobuf");
      if (!answer.ok) throw new Error(answer.failure.message);
      return metricRows(answer.value.tree, { receivedAt: Date.now() });
    };
    expect(rowsOf(limits.otlpBuckets)).toMatchObject({ groups: [{}], rejected: { count: 0 } });
    expect(rowsOf(1_000_000)).toMatchObject({
      groups: [],
      rejected: { count: 1, message: expect.stringContaining("bucketCounts") },
    });
  });
});

/** Reading and making rows must end in an answer, whatever the bytes are. */
function survives(body: Uint8Array): void {
  const receipt = { receivedAt: Date.now() };
  const logs = readLogs(body, "protobuf");
  const spans = readSpans(body, "protobuf");
  const metrics = readMetrics(body, "protobuf");
  if (logs.ok) logRows(logs.value.tree, receipt);
  if (spans.ok) spanRows(spans.value.tree, receipt);
  if (metrics.ok) metricRows(metrics.value.tree, receipt);
  for (const answer of [logs, spans, metrics]) {
    if (!answer.ok) expect(answer.failure.type).toBe("invalid-otlp");
  }
}

describe("fuzz", () => {
  it("answers to random bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), survives), { numRuns: 2_000 });
  });

  const anyRequest = fc.oneof(anyLogs.map(encodeLogs), anySpans.map(encodeSpans), anyMetrics.map(encodeMetrics));

  it("answers to requests that are cut off anywhere", () => {
    const cut = fc.tuple(anyRequest, fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(cut, ([body, share]) => survives(body.subarray(0, Math.floor(body.length * share)))),
      {
        numRuns: 500,
      },
    );
  });

  it("answers to requests of which some bytes have changed", () => {
    const change = fc.tuple(fc.nat(), fc.nat(255));
    const changed = fc.tuple(anyRequest, fc.array(change, { minLength: 1, maxLength: 4 }));
    const check = ([body, changes]: [Uint8Array, [number, number][]]) => {
      const broken = Uint8Array.from(body);
      for (const [place, byte] of changes) if (broken.length > 0) broken[place % broken.length] = byte;
      survives(broken);
    };
    fc.assert(fc.property(changed, check), { numRuns: 500 });
  });
});
