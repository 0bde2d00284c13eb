import type { Batch } from "../batch.ts";
import type { Instrumentation } from "../instrumentation.ts";
import { guard, stopAll } from "../safely.ts";

const STORAGE_KEY = "perigee-unsent";

/** Batches that are kept, 60 KB each at most; the oldest give way. */
const MOST_BATCHES = 3;

/** Milliseconds after which nobody wants to hear of it. */
const LONGEST_AGE = 86_400_000;

type Kept = { savedAt: number; batches: Batch[] };

/**
 * Keeps what could not be delivered when the page is left in localStorage, and sends it on a later visit. The batches keep their ids, so that
 * the server recognises what it had got after all. Not in the default set, since it stores what visitors did: `init(options, offlineQueue)`.
 */
export const offlineQueue: Instrumentation = (_emit, { delivery, isGranted, on }) => {
  let isRestored = false;
  let isSaved = false;

  // Storage may be denied or full: whoever tells us of anything bears that we fail.
  const forget = () => localStorage.removeItem(STORAGE_KEY);

  const restore = () => {
    if (isRestored || !isGranted()) return;
    isRestored = true;
    const { savedAt, batches }: Kept = JSON.parse(localStorage[STORAGE_KEY] ?? "{}");
    forget();
    if (Date.now() - savedAt < LONGEST_AGE) batches.forEach(delivery.requeue);
  };

  const save = guard(() => {
    const batches = delivery.unsent().slice(-MOST_BATCHES);
    isSaved = isGranted() && batches.length > 0;
    if (isSaved) localStorage[STORAGE_KEY] = JSON.stringify({ savedAt: Date.now(), batches } satisfies Kept);
  });

  return stopAll(
    on("flush", restore),
    // After the queue was flushed, which is the same task.
    on("leave", (reason) => reason === "hidden" && queueMicrotask(save)),
    // The page was shown again, and all of it is under way.
    on("sent", () => isSaved && forget()),
    on("forget", forget),
  );
};
