import { fail, type Result, succeed } from "@perigee/schema";
import type { Arrived } from "./pipeline.ts";

const encodings = {
  identity: "identity",
  gzip: "gzip",
  // RFC 9110, section 8.4.1.3: the same thing.
  "x-gzip": "gzip",
  deflate: "deflate",
} as const;

export type BodyEncoding = (typeof encodings)[keyof typeof encodings];

/** The content coding of the body. Browsers mark it by `z=gzip`, since a Content-Encoding header would cost a preflight. */
export function bodyEncoding({ request, url }: Pick<Arrived, "request" | "url">): Result<BodyEncoding> {
  const name = url.searchParams.get("z") ?? request.headers.get("content-encoding") ?? "identity";
  const normal = name.trim().toLowerCase();
  if (Object.hasOwn(encodings, normal)) return succeed(encodings[normal as keyof typeof encodings]);
  return fail("unsupported-encoding", {
    field: "body",
    message: `The content encoding "${normal.slice(0, 40)}" is not supported. Send plain, gzip or deflate.`,
  });
}
