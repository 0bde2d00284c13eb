import { z } from "zod";
import { goodOnes, hexId, list, maybe, numeric, record } from "../lenient.ts";
import { time } from "./time.ts";

/** Payloads of `event` and `transaction` items, as far as they are kept: https://develop.sentry.dev/sdk/data-model/event-payloads/ */

const text = maybe(z.string());

const Frame = z.object({ filename: text, abs_path: text, function: text, lineno: numeric, colno: numeric });

const Stack = maybe(z.object({ frames: goodOnes(Frame) }));
export type Stack = z.infer<typeof Stack>;

const Exception = z.object({
  type: text,
  value: z.string().catch(""),
  mechanism: maybe(z.object({ type: text, handled: maybe(z.boolean()), synthetic: maybe(z.boolean()) })),
  stacktrace: Stack,
});
export type Exception = z.infer<typeof Exception>;

const Breadcrumb = z.object({ timestamp: time, category: text, type: text, message: text, data: record });
export type Breadcrumb = z.infer<typeof Breadcrumb>;

/** A list, or an object that holds it as `values`. */
const values = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .union([z.array(z.unknown()), z.object({ values: list }).transform((holder) => holder.values)])
    .catch([])
    .pipe(goodOnes(schema));

const Message = maybe(
  z.union([
    z.string(),
    z.object({ formatted: text, message: text }).transform(({ formatted, message }) => formatted ?? message),
  ]),
);

export const TraceContext = z.object({
  trace_id: hexId(32),
  span_id: hexId(16),
  parent_span_id: hexId(16),
  op: text,
  status: text,
  origin: text,
  data: record,
  links: goodOnes(z.object({ trace_id: hexId(32), span_id: hexId(16), attributes: record })),
});

export const Event = z.object({
  event_id: text,
  type: text,
  timestamp: time,
  start_timestamp: time,
  platform: text,
  level: text,
  message: Message,
  logentry: Message,
  transaction: text,
  logger: text,
  server_name: text,
  release: text,
  environment: text,
  exception: values(Exception),
  breadcrumbs: values(Breadcrumb),
  tags: record,
  extra: record,
  /** Without the address, the e-mail and the name that Sentry has there. */
  user: maybe(z.object({ id: z.union([z.string(), z.number().transform(String)]) })),
  /** Without headers, cookies, body and the query's text. */
  request: maybe(z.object({ url: text, method: text })),
  sdk: maybe(z.object({ name: text, version: text })),
  contexts: maybe(
    z.object({
      trace: maybe(TraceContext),
      culture: maybe(z.object({ locale: text })),
      otel: maybe(z.object({ resource: record })),
    }),
  ),
  spans: list,
  measurements: z.record(z.string(), maybe(z.object({ value: z.number().min(0) }))).catch({}),
});
export type Event = z.infer<typeof Event>;
