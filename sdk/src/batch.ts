import { uuidv7 } from "./uuid.ts";

/** Events that travel together. The id stays the same however often it is sent, so that the server recognises a repeat. */
export type Batch = {
  id: string;
  /** JSON text. */
  contextText: string;
  /** JSON texts, in order. */
  eventTexts: string[];
  /** It left before, and may have arrived although nobody said so. */
  resent?: boolean;
};

export const makeBatch = (contextText: string, eventTexts: string[] = []): Batch => ({
  id: uuidv7(),
  contextText,
  eventTexts,
});

/** The body of one attempt to send. */
export const encodeBatch = ({ id, contextText, eventTexts, resent }: Batch): string =>
  `{"id":"${id}","sentAt":${Date.now()},"resent":${!!resent},"context":${contextText},"events":[${eventTexts}]}`;

/** Bytes of a text in UTF-8, or of a body. */
export const byteLength = (body: string | Blob): number => new Blob([body]).size;
