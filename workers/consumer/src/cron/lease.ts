import { limits } from "../limits.ts";

const name = "lease/sweep";

/**
 * Lets one invocation sweep at a time: R2 takes a conditional put from one of several writers. A lease ends by itself, so that an
 * invocation that died holds nobody up; one from before `queueStartedAt` (ms, 0 where queues outlive their process) died with its process.
 * Answers undefined where another one sweeps.
 */
export async function takeLease(
  bucket: R2Bucket,
  { now, queueStartedAt }: { now: number; queueStartedAt: number },
): Promise<{ release: () => Promise<void> } | undefined> {
  const held = await bucket.head(name);
  const isRunning = held && held.uploaded.getTime() >= queueStartedAt && Number(held.customMetadata?.["until"]) > now;
  if (isRunning) return undefined;
  const taken = await put(bucket, now + limits.leaseMs, held ? { etagMatches: held.etag } : { etagDoesNotMatch: "*" });
  if (!taken) return undefined;
  return {
    release: async () => {
      await put(bucket, 0, { etagMatches: taken.etag });
    },
  };
}

/** The content is new each time, and so is its etag. */
const put = (bucket: R2Bucket, until: number, onlyIf: R2Conditional): Promise<R2Object | null> =>
  bucket.put(name, crypto.randomUUID(), { onlyIf, customMetadata: { until: String(until) } });
