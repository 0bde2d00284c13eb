import type { LogRecord } from "@perigee/otlp";
import { type Attributes, keyValues } from "./instruments.ts";

type Given = Partial<Omit<LogRecord, "attributes">> &
  Pick<LogRecord, "body" | "observedTimeUnixNano"> & { attributes?: Attributes };

/** A record of which nothing is known but what is given. */
export const logRecord = ({ attributes = {}, ...given }: Given): LogRecord => ({
  timeUnixNano: 0n,
  severityNumber: 0,
  severityText: "",
  droppedAttributesCount: 0,
  flags: 0,
  traceId: "",
  spanId: "",
  eventName: "",
  ...given,
  attributes: keyValues(attributes),
});
