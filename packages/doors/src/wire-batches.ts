import { limits, type WireContext, type WireEvent } from "@perigee/schema";
import { stableId } from "./stable-id.ts";

type DraftOf<Event> = Event extends WireEvent ? Omit<Event, "id" | "seq"> : never;

/** An event before it has its id and its place. */
export type Draft = DraftOf<WireEvent>;

export type Batches = {
  context: WireContext;
  drafts: readonly Draft[];
  /** What the ids are made of: the same for what is sent again, and for nothing else. */
  seed: string;
  /** Milliseconds since the epoch by the client's clock; by ours where the client does not say, which corrects nothing. */
  sentAt: number;
};

/** Batches as the SDK sends them (`WireBatch`), none of them larger than ingest takes. */
export function wireBatches({ context, drafts, seed, sentAt }: Batches): unknown[] {
  const events = drafts.map((draft, index) => ({
    ...draft,
    id: stableId(draft.time, seed, String(index)),
    seq: index + 1,
  }));
  const batches: unknown[] = [];
  for (let start = 0; start < events.length; start += limits.batchEvents) {
    const part = events.slice(start, start + limits.batchEvents);
    const newest = part.reduce((latest, { time }) => Math.max(latest, time), 0);
    batches.push({ id: stableId(newest, seed, `batch ${start}`), sentAt, context, events: part });
  }
  return batches;
}

/** Whole milliseconds, as far as an event may last. */
export const wholeMs = (ms: number): number => Math.round(Math.min(86_400_000, Math.max(0, ms)));

/** The page's address, or of what the client said the origin: an event needs one. */
export function pageAddress(address: string | undefined, headers: Headers): string | undefined {
  if (address !== undefined && isHttp(address)) return address;
  const origin = headers.get("origin") ?? "";
  return isHttp(origin) ? `${origin}/` : undefined;
}

const isHttp = (address: string): boolean => /^https?:/i.test(address) && URL.canParse(address);
