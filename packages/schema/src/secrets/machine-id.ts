import { matchesOf, type Span } from "./span.ts";

/** UUIDs (RFC 9562), and ids of 16 bytes or more in hex with a letter among the digits: trace ids and hashes. */
const machineId = /(?<![\da-z])(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?=\d*[a-f])[\da-f]{32,})(?![\da-z])/gi;

/**
 * Leaves out those that lie within an id that a machine made. One UUID in two thousand holds what could be a card or an IBAN, and with that
 * masked, the records that name it could no longer be found by it.
 */
export function outsideMachineIds(text: string, spans: Span[]): Span[] {
  if (spans.length === 0) return spans;
  const ids = matchesOf(machineId, text).map(({ 0: id, index }) => ({ start: index, end: index + id.length }));
  return ids.length === 0 ? spans : spans.filter((span) => !ids.some((id) => holds(id, span)));
}

const holds = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;
