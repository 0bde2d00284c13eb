import { spoolName, unpackMessage } from "@perigee/schema";
import { counts, follow } from "./fault-plan.ts";

type Inside = { real: object; faulty: object; runCron: () => void | Promise<void> };

/** The harness' hand inside of a Worker, which is how it reaches a queue, a bucket or a namespace of workerd's. */
type Rights = { EVENTS_0: Queue; SPOOL_BUCKET: R2Bucket; DEAD_LETTERS: R2Bucket; KEYS: KVNamespace };

/**
 * PUT takes a plan. POST does what `?do=` says: `queue` and `spool` put a packed message there, `keys` writes a JSON object into KV,
 * `list` answers the names in the bucket `?bucket=`, `cron` runs the cron job. Everything else answers what was done so far.
 */
export async function control(request: Request, { real, faulty, runCron }: Inside): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const rights = real as Rights;
  if (request.method === "PUT") follow(await request.json());
  switch (searchParams.get("do")) {
    case "queue":
      // By the wrapped binding: the message is counted as one that is on its way.
      await (faulty as Rights).EVENTS_0.send(unpack(await request.arrayBuffer()), { contentType: "v8" });
      break;
    case "spool":
      await putIntoSpool(rights.SPOOL_BUCKET, await request.arrayBuffer());
      break;
    case "keys":
      await putKeys(rights.KEYS, await request.json());
      break;
    case "list":
      return Response.json(
        await list(searchParams.get("bucket") === "dead" ? rights.DEAD_LETTERS : rights.SPOOL_BUCKET),
      );
    case "cron":
      await runCron();
      break;
    default:
  }
  return Response.json(counts);
}

function unpack(packed: ArrayBuffer) {
  const message = unpackMessage(new Uint8Array(packed));
  if (!message) throw new Error("not a packed message");
  return message;
}

async function putIntoSpool(bucket: R2Bucket, packed: ArrayBuffer): Promise<void> {
  const message = unpack(packed);
  const { projectId, receivedAt } = message;
  const customMetadata = { projectId: String(projectId), receivedAt: String(receivedAt) };
  await bucket.put(spoolName(message), packed, { customMetadata });
}

async function putKeys(namespace: KVNamespace, entries: Record<string, string>): Promise<void> {
  await Promise.all(Object.entries(entries).map(([name, value]) => namespace.put(name, value)));
}

async function list(bucket: R2Bucket): Promise<string[]> {
  const keys: string[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await bucket.list(cursor === undefined ? {} : { cursor });
    keys.push(...page.objects.map(({ key }) => key));
    more = page.truncated;
    cursor = page.truncated ? page.cursor : undefined;
  }
  return keys;
}
