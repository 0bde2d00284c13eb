import { uuidv7 } from "./uuid.ts";

/** Events that travel together. The id stays the same however often it is sent, so that the server recognises a repeat. */
export type Batch = {
  id: string;
  /** JSON text. */
  contextText: string;
  /** JSON texts, in order. */
  eventTexts: string[];
  /** It left before, and may have arrived although no answer did. */
  resent?: boolean;
};

export const makeBatch = (contextText: string, eventTexts: string[] = []): Batch => ({
  id: uuidv7(),
  contextText,
  eventTexts,
});

/**
 * The body of one attempt to send. The time is written by JSON, since V8 keeps a cache of 47 KB for numbers over 31 bits that become text in
 * any other way.
 */
export const encodeBatch = ({ id, contextText, eventTexts, resent }: Batch): string =>
  `${JSON.stringify({ id, sentAt: Date.now(), resent }).slice(0, -1)},"context":${contextText},"events":[${eventTexts}]}`;

/** Bytes of a text in UTF-8, or of a body. */
export const byteLength = (body: string | Blob): number => new Blob([body]).size;
