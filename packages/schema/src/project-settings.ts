import { z } from "zod";
import { LogPipelines } from "./log-pipelines.ts";
import { selectableMaps, selectableTexts } from "./text-fields.ts";

/** Patterns that Perigee knows by name, in the order in which they are applied. `card` is checked by Luhn's sum, `iban` by its mod-97 sum. */
export const RedactionPreset = z.enum(["url-password", "jwt", "bearer-token", "email", "iban", "card"]);
export type RedactionPreset = z.infer<typeof RedactionPreset>;

/** What is taken out of which fields before anything is stored, as data. */
export const RedactionRule = z.object({
  /** Stands in the metadata of rows and in metrics, so it must not hold what it removes. */
  name: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, "lower-case letters, digits, - and _, at most 40"),
  /**
   * A text of an event by its name on the wire: `message`, `breadcrumbs.message`, `props.token`, `props.*`; or of a log, span or metric:
   * `body`, `attributes.enduser.id`, `resource.*`; `**` is every text.
   */
  selector: z.string().max(100).refine(isSelector, {
    error: "must be a text of an event, log or span, props.<name>, attributes.<key>, props.*, attributes.* or **",
  }),
  pattern: z.union([
    z.object({ preset: RedactionPreset }),
    /** RE2 syntax: linear in the text's length, without back-references and look-around. A change of settings checks that it compiles. */
    z.object({ regex: z.string().min(1).max(500), ignoreCase: z.boolean().default(false) }),
    /** The whole value, whatever it is. */
    z.object({ whole: z.literal(true) }),
  ]),
  /** `remove`: nothing is left; `mask`: `***`; `hash`: the same value gives the same 16 hex digits within a project. */
  method: z.enum(["remove", "mask", "hash"]),
});
export type RedactionRule = z.infer<typeof RedactionRule>;

function isSelector(selector: string): boolean {
  if (selector === "**" || selectableTexts.has(selector)) return true;
  return Array.from(selectableMaps).some((map) => selector.startsWith(`${map}.`) && selector.length > map.length + 1);
}

const perWindow = z.int().min(1).nullable().default(null);

const sections = {
  redaction: z.object({
    /** All presets on every text, by `mask`, and by `hash` on `userId`, where users must stay apart. They come after the rules. */
    defaults: z.boolean().default(true),
    rules: z.array(RedactionRule).max(50).default([]),
  }),
  /** Events taken in; null for no limit. Beyond it the answer is 429 with Retry-After. */
  quota: z.object({ eventsPerMinute: perWindow, eventsPerDay: perWindow }),
  /** Which part of sessions and traces is kept, whole; errors and requests, files, loads and frames of `slowMs` or more are always kept. */
  sampling: z.object({
    rate: z.number().min(0.0001).max(1).default(1),
    slowMs: z.int().min(0).default(2_000),
  }),
  /** The part of messages of which a copy stays in the cold archive: 0 is off, 1 all. */
  archive: z.object({ rate: z.number().min(0).max(1).default(0) }),
  /** How log records are read before they are stored; none: they are kept as they come. */
  logs: z.object({ pipelines: LogPipelines.default([]) }),
};

/** How a project's telemetry is treated at the edge. D1 has the original; a copy goes with each of the project's keys into KV. */
export const ProjectSettings = z.object({
  redaction: sections.redaction.prefault({}),
  quota: sections.quota.prefault({}),
  sampling: sections.sampling.prefault({}),
  archive: sections.archive.prefault({}),
  logs: sections.logs.prefault({}),
});
export type ProjectSettings = z.infer<typeof ProjectSettings>;

/** A change names whole sections; those that it leaves out stay as they are. */
export const ProjectSettingsChange = z.object(sections).partial();
