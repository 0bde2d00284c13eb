import { type Attributes, logs, SeverityNumber } from "@opentelemetry/api";

const logger = logs.getLogger("demo-api");

const severities = {
  info: { severityNumber: SeverityNumber.INFO, severityText: "INFO" },
  warn: { severityNumber: SeverityNumber.WARN, severityText: "WARN" },
  error: { severityNumber: SeverityNumber.ERROR, severityText: "ERROR" },
} as const;

/** One line of the shop's log. The SDK adds the trace and the span that it was written in. */
export function log(level: keyof typeof severities, body: string, attributes: Attributes = {}): void {
  logger.emit({ ...severities[level], body, attributes });
}
