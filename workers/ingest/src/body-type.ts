import { fail, type Result, succeed } from "@perigee/schema";

/**
 * Media types as which JSON comes here. Only `text/plain` and forms' own type spare a browser the preflight; the latter is also what
 * `curl -d` says of any body.
 */
export const bodyTypes = [
  "text/plain",
  "application/json",
  "application/octet-stream",
  "application/x-www-form-urlencoded",
];

/** Takes what says that it may be JSON, or says nothing; the body decides. */
export function checkBodyType(headers: Headers): Result<undefined> {
  const type = mediaType(headers);
  if (!type || bodyTypes.includes(type)) return succeed(undefined);
  return fail("unsupported-media-type", {
    field: "content-type",
    message: `The content type "${type.slice(0, 80)}" is not taken. Send JSON as text/plain or application/json.`,
  });
}

/** In lower case and without parameters; empty where the sender names none. */
export const mediaType = (headers: Headers): string =>
  headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
