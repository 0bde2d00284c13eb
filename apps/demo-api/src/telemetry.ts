import { NodeSDK } from "@opentelemetry/sdk-node";

/**
 * The stock OpenTelemetry SDK, told everything by its own environment variables (OTEL_SERVICE_NAME, OTEL_EXPORTER_OTLP_ENDPOINT,
 * OTEL_EXPORTER_OTLP_HEADERS and so on). Loaded before anything else by `node --import ./src/telemetry.ts`.
 */
const sdk = new NodeSDK();
sdk.start();

let stopping: Promise<void> | undefined;

/** Sends what is left. */
export function stopTelemetry(): Promise<void> {
  stopping ??= sdk.shutdown();
  return stopping;
}
