/** Ids are lower-case hex. A `traceparent` says all three, an id alone only the first. */
export type TraceContext = { traceId: string; spanId?: string; flags?: number };

const traceparent = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-|$)/;
const traceId = /^(?:[\da-f]{32}|[\da-f]{16})$/;

/** Reads a W3C `traceparent` header, an id of 128 bits with or without hyphens, or one of 64 bits, which is filled up with zeros. */
export function readTraceContext(text: string): TraceContext | undefined {
  const lower = text.trim().slice(0, 100).toLowerCase();
  const [, id, parent, flags] = traceparent.exec(lower) ?? [];
  if (id !== undefined && parent !== undefined && flags !== undefined)
    return isZero(id) || isZero(parent)
      ? undefined
      : { traceId: id, spanId: parent, flags: Number.parseInt(flags, 16) };
  const plain = lower.replaceAll("-", "");
  return traceId.test(plain) && !isZero(plain) ? { traceId: plain.padStart(32, "0") } : undefined;
}

export function readSpanId(text: string): Pick<TraceContext, "spanId"> | undefined {
  const lower = text.trim().toLowerCase();
  return /^[\da-f]{16}$/.test(lower) && !isZero(lower) ? { spanId: lower } : undefined;
}

/** The specification's way of saying that there is none. */
const isZero = (id: string): boolean => /^0+$/.test(id);
