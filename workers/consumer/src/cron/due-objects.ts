import { inTurns } from "../insert-groups.ts";
import { limits } from "../limits.ts";

/** What is to be swept: its name, and its size in bytes. */
export type DueObject = { name: string; size: number; receivedAt: number };

const root = "spool/";

/**
 * What in the spool no queue will deliver, day by day, the oldest day first. The projects of a day take turns and each has its share,
 * so a large backlog of one delays no other's.
 */
export async function* dueObjects(bucket: R2Bucket, clock: Clock): AsyncGenerator<DueObject> {
  for (const day of await foldersIn(bucket, root)) {
    const projects = (await foldersIn(bucket, day)).slice(0, limits.sweepProjects);
    const share = Math.ceil(limits.sweepObjects / projects.length);
    const found: (DueObject & { project: string })[] = [];
    for (const project of projects) {
      const due = (await objectsIn(bucket, project)).map(describe).filter((object) => isDue(object, clock));
      found.push(...due.slice(0, share).map((object) => ({ ...object, project })));
    }
    yield* inTurns(found, ({ project }) => project);
  }
}

type Clock = { queueStartedAt: number; now: number };
type Described = DueObject & { isQueued: boolean };

const describe = ({ key, size, uploaded, customMetadata }: R2Object): Described => ({
  name: key,
  size,
  receivedAt: Number(customMetadata?.["receivedAt"] ?? uploaded.getTime()),
  isQueued: customMetadata?.["queued"] === "1",
});

/** What a queue took as well is left to it until it can no longer deliver it: it has forgotten it, or all attempts are over. */
const isDue = ({ isQueued, receivedAt }: Described, { queueStartedAt, now }: Clock): boolean =>
  !isQueued || receivedAt < queueStartedAt || receivedAt < now - limits.queuedMs;

async function foldersIn(bucket: R2Bucket, prefix: string): Promise<string[]> {
  const { delimitedPrefixes } = await bucket.list({ prefix, delimiter: "/" });
  return delimitedPrefixes.toSorted();
}

/** In the order of their names, which is the order of their arrival: message ids begin with the time. */
async function objectsIn(bucket: R2Bucket, prefix: string): Promise<R2Object[]> {
  const objects: R2Object[] = [];
  let cursor: string | undefined;
  do {
    const page = await bucket.list({ prefix, include: ["customMetadata"], ...(cursor && { cursor }) });
    objects.push(...page.objects);
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined && objects.length < limits.sweepObjects);
  return objects;
}
