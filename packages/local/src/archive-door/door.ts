import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Miniflare } from "miniflare";
import { type AccessKey, isSignedBy } from "./signature.ts";

type Bucket = Awaited<ReturnType<Miniflare["getR2Bucket"]>>;

export type ArchiveDoorOptions = {
  /** Asked with each request, since the Workers that own the bucket start after the door. */
  bucket: () => Promise<Bucket>;
  key: AccessKey;
};

const host = "127.0.0.1";
const bucketPath = "/archive";

/**
 * Lets ClickHouse read the archive's bucket by S3's protocol, as R2 does in production: ListObjectsV2, GET and HEAD with a valid
 * signature, from this machine alone. `url` is what s3() takes, bucket and all.
 */
export async function openArchiveDoor(
  options: ArchiveDoorOptions,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: Error) => refuse(response, 500, error.name));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}${bucketPath}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  { bucket, key }: ArchiveDoorOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = "", url = "", headers } = request;
  if (!isSignedBy(key, { method, url, headers }, Date.now())) return refuse(response, 403, "SignatureDoesNotMatch");
  if (method !== "GET" && method !== "HEAD") return refuse(response, 405, "MethodNotAllowed");
  const { pathname, searchParams } = new URL(url, "http://door");
  if (pathname === bucketPath && searchParams.get("list-type") === "2")
    return list(await bucket(), searchParams, response);
  if (!pathname.startsWith(`${bucketPath}/`)) return refuse(response, 404, "NoSuchBucket");
  return read(await bucket(), decodeURIComponent(pathname.slice(bucketPath.length + 1)), { request, response });
}

async function list(bucket: Bucket, query: URLSearchParams, response: ServerResponse): Promise<void> {
  const cursor = query.get("continuation-token");
  const startAfter = query.get("start-after");
  const listed = await bucket.list({
    prefix: query.get("prefix") ?? "",
    limit: Math.min(1_000, Number(query.get("max-keys") ?? 1_000)),
    ...(cursor !== null && { cursor }),
    ...(startAfter !== null && { startAfter }),
  });
  const contents = listed.objects.map(
    ({ key, size, httpEtag, uploaded }) =>
      element("Key", key) +
      element("LastModified", uploaded.toISOString()) +
      element("ETag", httpEtag) +
      element("Size", String(size)) +
      element("StorageClass", "STANDARD"),
  );
  const fields = [
    element("IsTruncated", String(listed.truncated)),
    element("KeyCount", String(listed.objects.length)),
    ...(listed.truncated ? [element("NextContinuationToken", listed.cursor)] : []),
    ...contents.map((content) => `<Contents>${content}</Contents>`),
  ];
  const root = `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${fields.join("")}</ListBucketResult>`;
  response.setHeader("Content-Type", "application/xml").end(xmlHead + root);
}

type Exchange = { request: IncomingMessage; response: ServerResponse };

async function read(bucket: Bucket, key: string, { request, response }: Exchange): Promise<void> {
  const isHead = request.method === "HEAD";
  const body = isHead ? undefined : await bucket.get(key);
  const object = body ?? (await bucket.head(key));
  if (!object) return refuse(response, 404, "NoSuchKey");
  const expected = request.headers["if-match"];
  if (expected !== undefined && expected !== object.httpEtag) return refuse(response, 412, "PreconditionFailed");
  response.setHeader("ETag", object.httpEtag);
  response.setHeader("Last-Modified", object.uploaded.toUTCString());
  response.setHeader("Accept-Ranges", "bytes");
  const { first, last, isPart } = rangeOf(request.headers.range, object.size);
  if (first > last && object.size > 0) return refuse(response, 416, "InvalidRange");
  if (isPart) response.setHeader("Content-Range", `bytes ${first}-${last}/${object.size}`);
  response.setHeader("Content-Length", last - first + 1);
  response.statusCode = isPart ? 206 : 200;
  // Whole files are a few megabytes, and a part of one is mostly all of it.
  const bytes = body ? new Uint8Array(await body.arrayBuffer()) : new Uint8Array();
  response.end(bytes.subarray(first, last + 1));
}

/** `bytes=first-last`, the one form that readers of files send; any other asks for all. */
function rangeOf(range: string | undefined, size: number): { first: number; last: number; isPart: boolean } {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  if (first === undefined) return { first: 0, last: size - 1, isPart: false };
  return { first: Number(first), last: Math.min(last ? Number(last) : size, size - 1), isPart: true };
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>`;

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const element = (name: string, text: string): string =>
  `<${name}>${text.replace(/[&<>"]/g, (char) => entities[char] ?? char)}</${name}>`;

function refuse(response: ServerResponse, status: number, code: string): void {
  response.statusCode = status;
  response.setHeader("Content-Type", "application/xml");
  response.end(`${xmlHead}<Error>${element("Code", code)}</Error>`);
}
