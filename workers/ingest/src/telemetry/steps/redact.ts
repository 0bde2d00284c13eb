import type { EntityRef, KeyValues, LogRecord, Metric, Resource, Scope, Scoped, Span } from "@perigee/otlp";
import { type Result, succeed } from "@perigee/schema";
import { type Redact, redactorOf } from "../../redact/redactor.ts";
import { addTally, type Tally } from "../../redact/tally.ts";
import { type Redaction, redactAttributes, redactBody, redactText } from "../redact-values.ts";
import type { Decoded } from "./decode.ts";

const serviceName = "service.name";

/**
 * Takes out of all texts what must not be stored, by the project's rules. What was found in a resource or a scope counts in each of its
 * records. The service's name stays as it is: all that a service sends is found by it.
 */
export function redact(state: Decoded): Result<Decoded> {
  const { env, key, said } = state;
  const redactIn = redactorOf(key.settings.redaction, { secret: env.VISITOR_SALT, projectId: key.projectId });
  const redactSource = sourceRedaction(redactIn);
  redactRecords(said.logs, { redactIn, redactSource, redactRecord: redactLog });
  redactRecords(said.spans, { redactIn, redactSource, redactRecord: redactSpan });
  for (const scoped of said.metrics) {
    redactSource(scoped);
    // Metrics have no column for the tally: rows of a series would no longer be equal where it differs.
    for (const metric of scoped.items) redactMetric(metric, { redact: redactIn, tally: new Map() });
  }
  return succeed(state);
}

type SourceRedaction = (scoped: Pick<Scoped<unknown>, "resource" | "scope">) => Tally;

/** Scopes share the attributes of their resource, and a hash of what was found may look to a rule like something to be found. */
function sourceRedaction(redactIn: Redact): SourceRedaction {
  const tallies = new Map<KeyValues, Tally>();
  const once = (field: "resource" | "scope", source: Resource | Scope): Tally => {
    const known = tallies.get(source.attributes);
    if (known) return known;
    const tally: Tally = new Map();
    redactAttributes(field, source.attributes, { redact: redactIn, tally, except: serviceName });
    if ("entityRefs" in source) source.entityRefs = source.entityRefs.map((ref) => redactKeys(ref, redactIn));
    tallies.set(source.attributes, tally);
    return tally;
  };
  return ({ resource, scope }) => {
    const tally = new Map(once("resource", resource));
    addTally(tally, once("scope", scope));
    return tally;
  };
}

/** Keys become what those have become that they name, and in which everything found has been counted. */
function redactKeys(ref: EntityRef, redactIn: Redact): EntityRef {
  const renamed = (keys: string[]) =>
    keys.map((key) => (key === serviceName ? key : redactIn("resource", key, new Map()))).filter((key) => key !== "");
  return { ...ref, idKeys: renamed(ref.idKeys), descriptionKeys: renamed(ref.descriptionKeys) };
}

type Ways<Item> = {
  redactIn: Redact;
  redactSource: SourceRedaction;
  redactRecord: (record: Item, by: Redaction) => void;
};

function redactRecords<Item extends { redacted?: Record<string, number> }>(
  groups: readonly Scoped<Item>[],
  { redactIn, redactSource, redactRecord }: Ways<Item>,
): void {
  for (const scoped of groups) {
    const shared = redactSource(scoped);
    for (const record of scoped.items) {
      const tally: Tally = new Map();
      redactRecord(record, { redact: redactIn, tally });
      addTally(tally, shared);
      if (tally.size > 0) record.redacted = Object.fromEntries(tally);
    }
  }
}

function redactLog(record: LogRecord, by: Redaction): void {
  record.body = redactBody(record.body, by);
  redactAttributes("attributes", record.attributes, by);
}

function redactSpan(span: Span, by: Redaction): void {
  span.name = redactText("name", span.name, by);
  span.statusMessage = redactText("statusMessage", span.statusMessage, by);
  redactAttributes("attributes", span.attributes, by);
  for (const event of span.events) {
    event.name = redactText("events.name", event.name, by);
    redactAttributes("events.attributes", event.attributes, by);
  }
  for (const { attributes } of span.links) redactAttributes("links.attributes", attributes, by);
}

function redactMetric({ data, metadata }: Metric, by: Redaction): void {
  redactAttributes("metadata", metadata, by);
  for (const point of data.points) {
    redactAttributes("attributes", point.attributes, by);
    if (!("exemplars" in point)) continue;
    for (const { filteredAttributes } of point.exemplars) {
      redactAttributes("exemplars.attributes", filteredAttributes, by);
    }
  }
}
