/** What a service needs to send its first logs, spans and metrics. `key` is a secret key, which stays on servers. */
export function snippets({ ingestUrl, key }: { ingestUrl: string; key: string }): { sdk: string; line: string } {
  return {
    sdk: [
      "OTEL_SERVICE_NAME=checkout",
      "OTEL_RESOURCE_ATTRIBUTES=deployment.environment.name=production",
      `OTEL_EXPORTER_OTLP_ENDPOINT=${ingestUrl}`,
      `OTEL_EXPORTER_OTLP_HEADERS=x-api-key=${key}`,
      "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
      "OTEL_EXPORTER_OTLP_COMPRESSION=gzip",
    ].join("\n"),
    line: [
      `curl "${ingestUrl}/v1/logs" \\`,
      `  -H "x-api-key: ${key}" -H "content-type: application/json" \\`,
      `  -d '{"service_name":"checkout","level":"INFO","message":"hello"}'`,
    ].join("\n"),
  };
}
