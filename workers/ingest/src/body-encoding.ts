import type { Arrived } from "./pipeline.ts";

/** The content coding of the body. Browsers mark gzip by `z=gzip`, since a Content-Encoding header would cost a preflight. */
export function bodyEncoding({ request, url }: Pick<Arrived, "request" | "url">): string {
  return (url.searchParams.get("z") ?? request.headers.get("content-encoding") ?? "identity").trim().toLowerCase();
}
