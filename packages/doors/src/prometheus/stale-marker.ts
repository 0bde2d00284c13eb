import type { WireReader } from "@perigee/otlp";

/** The NaN with which Prometheus marks the end of a series. Remote write 1.0, section "Stale Markers". */
const staleMarker = 0x7ff0_0000_0000_0002n;

/** Whether the double that `reader` has just read is the marker. A number cannot tell one NaN from another, so its bits are looked at. */
export function isStaleMarker(value: number, reader: WireReader): boolean {
  if (!Number.isNaN(value)) return false;
  reader.at -= 8;
  return reader.fixed64() === staleMarker;
}

/** What becomes of a marker: OpenTelemetry's `FLAG_NO_RECORDED_VALUE`. */
export const noRecordedValue = 1;
