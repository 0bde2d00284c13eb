import type { ProtobufReader } from "../protobuf-reader.ts";

/** The NaN with which Prometheus marks the end of a series. Remote write 1.0, section "Stale Markers". */
const staleMarker = 0x7ff0_0000_0000_0002n;

/** Whether the double that `reader` has just read is the marker; `value` spares all others the look at its bits. */
export const isStaleMarker = (value: number, reader: ProtobufReader): boolean =>
  Number.isNaN(value) && reader.doubleBits() === staleMarker;

/** What becomes of a marker: OpenTelemetry's `FLAG_NO_RECORDED_VALUE`. */
export const noRecordedValue = 1;
