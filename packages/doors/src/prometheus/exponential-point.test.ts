import type { ExponentialBuckets } from "@perigee/otlp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { double, doubleOfBits, integer, message, packedZigzag, zigzag } from "../../test/protobuf-writer.ts";
import { histogram, readRequest, said, series } from "../../test/write-requests.ts";

const read = (...fields: Uint8Array[]) => said(readRequest(series({ __name__: "size" }, histogram(...fields))));

function pointOf(...fields: Uint8Array[]) {
  const data = read(...fields).metrics[0]?.items[0]?.data;
  return data?.kind === "exponential-histogram" ? data.points[0] : undefined;
}

/** Spans and differences of buckets, as Prometheus sends them: runs of zeros are left out. */
function sparse({ offset, bucketCounts }: ExponentialBuckets) {
  const spans: Uint8Array[] = [];
  const deltas: bigint[] = [];
  let before = 0n;
  let free = 0;
  for (const [index, count] of bucketCounts.entries()) {
    if (count === 0n) continue;
    const place = offset + 1 + index;
    spans.push(message(11, zigzag(1, spans.length === 0 ? place : place - free), integer(2, 1)));
    deltas.push(count - before);
    before = count;
    free = place + 1;
  }
  return [...spans, packedZigzag(12, deltas)];
}

const positiveSpan = (offset: number, length: number) => message(11, zigzag(1, offset), integer(2, length));

describe("native histograms", () => {
  it("become the dense buckets that they stand for", () => {
    const count = fc.bigInt({ min: 1n, max: 2n ** 62n });
    const inner = fc.array(fc.oneof(count, fc.constant(0n)), { maxLength: 20 });
    fc.assert(
      fc.property(
        fc.integer({ min: -500, max: 500 }),
        fc.tuple(count, inner, count),
        (offset, [first, counts, last]) => {
          const buckets = { offset, bucketCounts: [first, ...counts, last] };
          expect(pointOf(...sparse(buckets))?.positive).toEqual(buckets);
        },
      ),
    );
  });

  it("may be empty, or begin with an empty span", () => {
    expect(pointOf()).toMatchObject({
      positive: { offset: 0, bucketCounts: [] },
      negative: { offset: 0, bucketCounts: [] },
    });
    expect(pointOf(positiveSpan(3, 0), positiveSpan(-1, 1), packedZigzag(12, [4n]))?.positive).toEqual({
      ...{ offset: 1, bucketCounts: [4n] },
    });
  });

  it("say nothing when they are stale", () => {
    const stale = pointOf(integer(1, 7n), doubleOfBits(3, 0x7ff0_0000_0000_0002n), zigzag(4, -53));
    expect(stale).toMatchObject({ flags: 1, count: 0n, sum: undefined });
    expect(pointOf(integer(1, 7n), double(3, Number.NaN))).toMatchObject({ flags: 0, count: 7n, sum: Number.NaN });
  });

  it.each<[string, Uint8Array[], string]>([
    ["fractions of counts", [double(2, 1.5)], "fractions"],
    ["a gauge", [integer(14, 3)], "gauge"],
    ["buckets of other bounds", [zigzag(4, -53)], "schema"],
    ["more buckets than spans", [packedZigzag(12, [1n])], "spans"],
    ["fewer buckets than spans", [positiveSpan(0, 2), packedZigzag(12, [1n])], "spans"],
    ["a span back over the one before", [positiveSpan(0, 1), positiveSpan(-1, 1), packedZigzag(12, [1n, 1n])], "spans"],
    ["counts below zero", [positiveSpan(0, 2), packedZigzag(12, [1n, -2n])], "spans"],
    ["a span of endless length", [positiveSpan(0, 4_000_000_000), packedZigzag(12, [1n])], "spans"],
    [
      "buckets too far apart",
      [positiveSpan(0, 1), positiveSpan(2_000_000_000, 1), packedZigzag(12, [1n, 1n])],
      "too many",
    ],
  ])("are rejected with %s", (_, fields, reason) => {
    expect(read(...fields)).toMatchObject({
      metrics: [],
      rejected: { count: 1, message: expect.stringContaining(reason) },
    });
  });

  it("cannot fill the memory by gaps", () => {
    const wide = histogram(positiveSpan(0, 1), positiveSpan(1_998, 1), packedZigzag(12, [1n, 0n]));
    const { metrics, rejected } = said(
      readRequest(series({ __name__: "size" }, ...new Array<Uint8Array>(1_000).fill(wide))),
    );
    const [metric] = metrics.flatMap(({ items }) => items);
    expect(metric?.data.points).toHaveLength(500);
    const deltas = packedZigzag(12, new Array<bigint>(300_001).fill(0n));
    const tooMany = readRequest(series({ __name__: "size" }, histogram(deltas)));
    expect(tooMany).toMatchObject({ ok: false, failure: { type: "too-many-events" } });
    expect(rejected).toMatchObject({ count: 500, message: "size: the request has too many buckets" });
  });
});
