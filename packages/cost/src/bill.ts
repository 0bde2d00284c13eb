import { prices, type Unit } from "./prices.ts";
import type { Shape } from "./shape.ts";

/** `listUsd`: every unit at its price. `netUsd`: after what the plan's fee covers in these days. */
export type Line = { name: string; unit: Unit; count: number; listUsd: number; netUsd: number };

export type Bill = {
  lines: Line[];
  /** The line that costs most at list price. */
  dominant: string;
  listUsd: number;
  netUsd: number;
  listUsdPerMillionEvents: number;
  netUsdPerMillionEvents: number;
};

/** A queue bills each 64 kB of a message (1 kB = 1000 B) once for writing, once for reading and once for deleting it. */
const queueStepBytes = 64_000;
const operationsPerStep = 3;
/** Larger requests become several messages. */
const maxMessageBytes = 128_000;

/** What a request to a Durable Object keeps in memory, and for how long: the object counts and answers. */
const objectGb = 0.128;
const objectS = 0.01;
/** It counts in two windows, a minute and a day. */
const objectRows = 2;

const minutesPerDay = 1_440;
const daysPerMonth = 30;

/** What Cloudflare would bill for a shape, without the Workers' own logs. */
export function makeBill(shape: Shape): Bill {
  const lines = shareAllotments(countUnits(shape), shape.days / daysPerMonth);
  const sum = (amount: "listUsd" | "netUsd") => lines.reduce((total, line) => total + line[amount], 0);
  const perMillion = 1_000_000 / shape.events;
  const [dominant] = lines.toSorted((a, b) => b.listUsd - a.listUsd);
  const [listUsd, netUsd] = [sum("listUsd"), sum("netUsd")];
  return {
    lines,
    dominant: dominant?.name ?? "",
    listUsd,
    netUsd,
    listUsdPerMillionEvents: listUsd * perMillion,
    netUsdPerMillionEvents: netUsd * perMillion,
  };
}

type Count = Pick<Line, "name" | "unit" | "count">;

function countUnits(shape: Shape): Count[] {
  const requests = Math.ceil(shape.events / shape.batch);
  const messagesPerRequest = Math.ceil(shape.messageBytes / maxMessageBytes);
  const messages = requests * messagesPerRequest;
  const stepsPerMessage = Math.ceil(shape.messageBytes / messagesPerRequest / queueStepBytes);
  const overflowing = messages * shape.overflow;
  const batches = Math.ceil((messages - overflowing) / shape.messagesPerBatch);
  const minutes = shape.days * minutesPerDay;
  const archivedGb = (messages * (shape.messageBytes / messagesPerRequest) * shape.archive) / 1e9;
  const reports = requests * shape.quota * shape.quotaReportShare;
  // Messages are chosen one by one, and a batch in which none was chosen writes nothing.
  const archivingBatches = batches * (1 - (1 - shape.archive) ** shape.messagesPerBatch);
  return [
    { name: "ingest: requests", unit: "workersRequest", count: requests },
    { name: "ingest: CPU", unit: "workersCpuMs", count: requests * shape.ingestCpuMs },
    { name: "ingest: KV reads", unit: "kvRead", count: requests * shape.kvReadShare },
    { name: "quota: Durable Object requests", unit: "durableObjectRequest", count: reports },
    { name: "quota: Durable Object memory", unit: "durableObjectGbS", count: reports * objectGb * objectS },
    { name: "quota: Durable Object rows", unit: "durableObjectRowWritten", count: reports * objectRows },
    {
      name: "queue: operations",
      unit: "queueOperation",
      count: (messages - overflowing) * stepsPerMessage * operationsPerStep,
    },
    { name: "consumer: batches", unit: "workersRequest", count: batches },
    { name: "consumer: CPU", unit: "workersCpuMs", count: batches * shape.consumerCpuMs },
    { name: "consumer: cron, each minute", unit: "workersRequest", count: minutes },
    { name: "spool: writes, lists", unit: "r2ClassA", count: overflowing + minutes },
    { name: "spool: reads", unit: "r2ClassB", count: overflowing },
    { name: "archive: writes", unit: "r2ClassA", count: archivingBatches * shape.archiveWritesPerBatch },
    { name: "archive: storage", unit: "r2GbMonth", count: (archivedGb * shape.daysRetained) / daysPerMonth },
  ];
}

/** Several lines draw on one allotment: what is free of their sum is free of each in the same part. */
function shareAllotments(counts: Count[], months: number): Line[] {
  const used = Map.groupBy(counts, ({ unit }) => unit);
  return counts.map(({ name, unit, count }) => {
    const { usdPerMillion, included } = prices[unit];
    const total = (used.get(unit) ?? []).reduce((sum, other) => sum + other.count, 0);
    const billedShare = total === 0 ? 0 : Math.max(0, total - included * months) / total;
    const listUsd = (count * usdPerMillion) / 1_000_000;
    return { name, unit, count, listUsd, netUsd: listUsd * billedShare };
  });
}
