import { compilePipelines } from "@perigee/log-parsing";
import type { Logs } from "@perigee/otlp";
import { type ProjectSettings, type Result, succeed } from "@perigee/schema";
import { countRecords } from "../../counters.ts";
import type { Decoded } from "./decode.ts";

/** Lets a project's own pipelines read its logs. Costs nothing where it has none. */
export function parse(state: Decoded): Result<Decoded> {
  const { key, said } = state;
  const { pipelines } = key.settings.logs;
  if (pipelines.length === 0 || said.logs.length === 0) return succeed(state);
  const logs = parserOf(key.settings.logs)(said.logs);
  countRecords("dropped", "logs", recordsIn(said.logs) - recordsIn(logs));
  return succeed({ ...state, said: { ...said, logs } });
}

const recordsIn = (logs: Logs): number => logs.reduce((sum, { items }) => sum + items.length, 0);

type Parser = (logs: Logs) => Logs;

/** Compiled once for as long as a key stays in the isolate's cache, which makes new settings every half minute. */
const parsers = new WeakMap<ProjectSettings["logs"], Parser>();

function parserOf(settings: ProjectSettings["logs"]): Parser {
  const known = parsers.get(settings);
  if (known) return known;
  const made = compilePipelines(settings.pipelines);
  parsers.set(settings, made);
  return made;
}
