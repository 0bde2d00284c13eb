import { double, integer, join, message, packedZigzag, text, varint, zigzag } from "../protobuf-writer.ts";

/** What Prometheus scrapes while it is recorded: metrics with everything in them that it can send on. */

/**
 * OpenMetrics: types, units, exemplars, and a series that is there once and then is stale.
 * https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
export const openMetrics = (scrape: number) => `# TYPE checkout_orders counter
# HELP checkout_orders Orders that were paid.
checkout_orders_total{shop="north \\"1\\""} ${100 + scrape} # {trace_id="4bf92f3577b34da6a3ce929d0e0e4736",span_id="00f067aa0ba902b7",user="u-17"} 1.0 1784678400.5
# TYPE checkout_latency_seconds histogram
# UNIT checkout_latency_seconds seconds
checkout_latency_seconds_bucket{le="0.1"} 8 # {trace_id="4bf92f3577b34da6a3ce929d0e0e4736"} 0.067
checkout_latency_seconds_bucket{le="+Inf"} 10
checkout_latency_seconds_sum 2.5
checkout_latency_seconds_count 10
# TYPE checkout_queue gauge
checkout_queue{name="mail"} NaN
${scrape === 0 ? 'checkout_queue{name="gone"} 7\n' : ""}# EOF
`;

/** One native histogram, length-delimited as `io.prometheus.client.MetricFamily` is scraped. */
export function nativeHistogram(): Uint8Array {
  const histogram = message(
    7,
    integer(1, 21n),
    double(2, 12.25),
    zigzag(5, 3),
    double(6, 0.001),
    integer(7, 2n),
    message(9, zigzag(1, -2), integer(2, 1)),
    packedZigzag(10, [4n]),
    message(12, zigzag(1, -4), integer(2, 2)),
    message(12, zigzag(1, 3), integer(2, 1)),
    packedZigzag(13, [5n, 2n, -4n]),
  );
  const label = message(1, text(1, "zone"), text(2, "eu"));
  const family = join([text(1, "checkout_size"), text(2, "Items."), integer(3, 4), message(4, label, histogram)]);
  return join([varint(BigInt(family.length)), family]);
}
