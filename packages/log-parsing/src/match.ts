import type { AnyValue, LogRecord, Resource } from "@perigee/otlp";
import { type LogPipeline, severityRanges } from "@perigee/schema";
import { compileLinear } from "@perigee/schema/linear-regex";
import { scalarText } from "./sources.ts";

/** How much of a text a project's own expressions see: the time that they take grows with it. */
export const regexChars = 4_096;

type Match = LogPipeline["match"];

/** Which resources a pipeline is for: asked once for all records of a resource. */
export function matchResource({ service }: Match): (resource: Resource) => boolean {
  if (service === undefined) return () => true;
  const isService = textMatcher(service);
  return ({ attributes }) => isService(attributes.get("service.name") ?? "");
}

type Test = (record: LogRecord, resource: Resource) => boolean;

/** Which records a pipeline is for. What costs least is asked first. */
export function matchRecord({ severityAtLeast, severityBelow, attributes, body }: Match): Test {
  const tests: Test[] = [];
  if (severityAtLeast) tests.push((record) => record.severityNumber >= severityRanges[severityAtLeast]);
  if (severityBelow)
    tests.push(({ severityNumber }) => severityNumber > 0 && severityNumber < severityRanges[severityBelow]);
  for (const [name, wanted] of Object.entries(attributes ?? {})) {
    const isWanted = textMatcher(wanted);
    tests.push((record, resource) => isWanted(record.attributes.get(name) ?? resource.attributes.get(name)));
  }
  if (body) {
    // An expression was checked when it was set. One that does not compile all the same matches nothing.
    const regex = compileLinear(body);
    tests.push((record) => regex?.test(scalarText(record.body).slice(0, regexChars)) ?? false);
  }
  return (record, resource) => tests.every((test) => test(record, resource));
}

/** `shop-*` is what begins so; `*` is any value at all. */
function textMatcher(wanted: string): (value: AnyValue | undefined) => boolean {
  if (!wanted.endsWith("*")) return (value) => value !== undefined && scalarText(value) === wanted;
  const prefix = wanted.slice(0, -1);
  return (value) => value !== undefined && scalarText(value).startsWith(prefix);
}
