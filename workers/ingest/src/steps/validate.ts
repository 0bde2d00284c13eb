import {
  type BatchAnswer,
  type FailureType,
  fail,
  limits,
  type Result,
  reservedKeyIn,
  succeed,
  WireBatch,
  type WireContext,
  WireEvent,
} from "@perigee/schema";
import type { z } from "zod";
import { count, countRejectedEvent } from "../counters.ts";
import { passesUnchanged } from "../passes-unchanged.ts";
import type { Decoded } from "./decode.ts";

type Rejection = BatchAnswer["rejected"][number];

/**
 * `events` are the good ones, with times by the edge's clock; `rejected` tells about the others. `clamped` are those that said to come from
 * the future. `clockSkewMs` is how far the client's clock was ahead.
 */
export type Validated = Decoded & {
  batch: { id: string; resent?: boolean | undefined };
  context: WireContext;
  events: WireEvent[];
  rejected: Rejection[];
  clockSkewMs: number;
  clamped: ReadonlySet<WireEvent>;
};

/** Clocks that are off by less than this are left alone: a batch may simply have been long under way. */
const toleratedSkewMs = 60_000;

/** Checks the envelope as a whole and then each event alone, so that good events of a partly bad batch are kept. */
export function validate(state: Decoded): Result<Validated> {
  const envelope = checkEnvelope(state.json);
  if (!envelope.ok) return envelope;
  const { context, sentAt, events: candidates } = envelope.value;
  const behindMs = context.clockOffset ?? state.receivedAt - sentAt;
  const clock = { receivedAt: state.receivedAt, offsetMs: clockOffset(behindMs) };
  const { events, rejected, clamped } = checkEvents(candidates, clock);
  const first = rejected[0];
  if (events.length === 0 && first) {
    const message = `None of the ${rejected.length} events could be taken. ${first.message}`;
    return fail("invalid-batch", { field: first.field, message, rejected });
  }
  if (clamped.size > 0) count("events_clamped_total", clamped.size);
  return succeed({ ...state, batch: envelope.value, context, events, rejected, clamped, clockSkewMs: -behindMs });
}

type Envelope = z.infer<typeof WireBatch>;

/** These two say yes to nearly all that is sent; only what they doubt is parsed. */
const isEnvelope = passesUnchanged(WireBatch);
const isEvent = passesUnchanged(WireEvent);

function checkEnvelope(json: unknown): Result<Envelope> {
  const size = eventCount(json);
  if (size > limits.batchEvents) {
    const message = `events: ${size} events are more than ${limits.batchEvents}. Send smaller batches.`;
    return fail("too-many-events", { field: "events", message });
  }
  if (isEnvelope(json)) return succeed(json);
  const parsed = WireBatch.safeParse(json);
  if (!parsed.success) return fail("invalid-batch", faultOf(parsed.error));
  const reserved = reservedFieldOf(json, "") ?? reservedFieldOf((json as Envelope).context, "context.");
  return reserved ? fail("invalid-batch", reserved) : succeed(parsed.data);
}

function eventCount(json: unknown): number {
  const events = typeof json === "object" && json !== null && "events" in json ? json.events : undefined;
  return Array.isArray(events) ? events.length : 0;
}

/**
 * What to add to a client's times. It is rounded to whole minutes, so that a batch that is sent again some seconds later gets
 * the same times: rows that are sent twice collapse only where their sort keys are equal.
 */
function clockOffset(skewMs: number): number {
  return Math.abs(skewMs) > toleratedSkewMs ? Math.round(skewMs / 60_000) * 60_000 : 0;
}

type Clock = { receivedAt: number; offsetMs: number };

type Checked = { events: WireEvent[]; rejected: Rejection[]; clamped: Set<WireEvent> };

function checkEvents(candidates: unknown[], clock: Clock): Checked {
  const events: WireEvent[] = [];
  const rejected: Rejection[] = [];
  const clamped = new Set<WireEvent>();
  const seen = new Set<string>();
  for (const [index, candidate] of candidates.entries()) {
    const checked = checkEvent(candidate, { index, clock, seen });
    if (checked.ok) {
      events.push(checked.value);
      if (clamp(checked.value, clock.receivedAt)) clamped.add(checked.value);
    } else {
      countRejectedEvent(checked.failure.type);
      rejected.push(rejection(candidate, index, checked.failure));
    }
  }
  return { events, rejected, clamped };
}

/**
 * An event from the future has happened, but not then: it gets the minute in which it was received. By whole minutes, so that it mostly
 * collapses with its own repetition.
 */
function clamp(event: WireEvent, receivedAt: number): boolean {
  if (event.time <= receivedAt + limits.eventAheadMs) return false;
  event.time = receivedAt - (receivedAt % 60_000);
  return true;
}

type Place = { index: number; clock: Clock; seen: Set<string> };

function checkEvent(candidate: unknown, { index, clock, seen }: Place): Result<WireEvent> {
  const at = `events.${index}`;
  const parsed = parseEvent(candidate, at);
  if (!parsed.ok) return parsed;
  const event = parsed.value;
  event.time += clock.offsetMs;
  // Too old is refused, as it would make a partition of its own in the database; what comes from the future is clamped.
  if (event.time < clock.receivedAt - limits.eventAgeMs) return tooOld(`${at}.time`);
  const id = event.id.toLowerCase();
  if (seen.has(id))
    return fault("duplicate-event", `${at}.id`, "an event with this id stands earlier in the same batch");
  seen.add(id);
  return succeed(event);
}

function parseEvent(candidate: unknown, at: string): Result<WireEvent> {
  if (isEvent(candidate)) return succeed(candidate);
  const parsed = WireEvent.safeParse(candidate);
  if (!parsed.success) return fail("invalid-event", faultOf(parsed.error, at));
  const reserved = reservedFieldOf(candidate, `${at}.`);
  return reserved ? fail("invalid-event", reserved) : succeed(parsed.data);
}

const tooOld = (field: string) =>
  fault("event-out-of-time", field, `must lie at most ${limits.eventAgeMs / 86_400_000} days in the past`);

const fault = (type: FailureType, field: string, rule: string) => fail(type, { field, message: `${field}: ${rule}` });

/** Field and message of the first issue. Keys in a path come from the client and may be of any length. */
function faultOf(error: z.ZodError, at = ""): { field: string; message: string } {
  const issue = error.issues[0];
  const path = issue?.path.join(".") ?? "";
  const field = [at, path].filter(Boolean).join(".").slice(0, 200) || "body";
  return { field, message: `${field}: ${issue?.message}` };
}

function reservedFieldOf(value: unknown, prefix: string): { field: string; message: string } | undefined {
  const key = typeof value === "object" && value !== null ? reservedKeyIn(value) : undefined;
  return key ? { field: `${prefix}${key}`, message: `${prefix}${key}: is a reserved key` } : undefined;
}

function rejection(candidate: unknown, index: number, failure: { type: string; message: string; field?: string }) {
  const id = typeof candidate === "object" && candidate !== null && "id" in candidate ? candidate.id : undefined;
  const { type, message, field = `events.${index}` } = failure;
  return { index, type, field, message, ...(typeof id === "string" && { id: id.slice(0, 40) }) };
}
