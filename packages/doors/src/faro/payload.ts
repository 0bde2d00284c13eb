import { z } from "zod";
import { goodOnes, hexId, list, maybe, numeric, record } from "../lenient.ts";

/**
 * What Faro's fetch transport sends (packages/core/src/{metas,api}/types.ts of grafana/faro-web-sdk 2.x): one `meta` for lists
 * of signals. Times are ISO 8601.
 */

const text = maybe(z.string());

const Meta = z.object({
  sdk: maybe(z.object({ version: text })),
  app: maybe(z.object({ name: text, namespace: text, release: text, version: text, environment: text, gitHash: text })),
  user: maybe(z.object({ id: text, hash: text, roles: text, attributes: record })),
  session: maybe(z.object({ id: text, attributes: record })),
  page: maybe(z.object({ id: text, url: text, attributes: record })),
  browser: maybe(z.object({ userAgent: text, language: text, viewportWidth: numeric })),
  view: maybe(z.object({ name: text })),
});
export type Meta = z.infer<typeof Meta>;

const Trace = maybe(z.object({ trace_id: hexId(32), span_id: hexId(16) }));

/** Milliseconds since the epoch; undefined where no time was said. */
const timestamp = maybe(
  z
    .string()
    .transform((iso) => Date.parse(iso))
    .refine((ms) => ms >= 0),
);

const common = { timestamp, trace: Trace };

export const Event = z.object({ ...common, name: z.string(), domain: text, attributes: record });
export type Event = z.infer<typeof Event>;

const Frame = z.object({ filename: text, function: text, lineno: numeric, colno: numeric });

export const Exception = z.object({
  ...common,
  type: z.string().catch("Error"),
  value: z.string().catch(""),
  stacktrace: maybe(z.object({ frames: goodOnes(Frame) })),
  context: record,
});
export type Exception = z.infer<typeof Exception>;

export const Log = z.object({ ...common, message: z.string(), level: text, context: record });
export type Log = z.infer<typeof Log>;

export const Measurement = z.object({
  ...common,
  type: z.string(),
  values: z.record(z.string(), z.unknown()),
  context: record,
});
export type Measurement = z.infer<typeof Measurement>;

export const Payload = z.object({
  meta: Meta.catch({}),
  events: list,
  exceptions: list,
  logs: list,
  measurements: list,
  traces: z.unknown().optional(),
});
export type Payload = z.infer<typeof Payload>;
