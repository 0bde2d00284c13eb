import { limits, type Result, succeed } from "@perigee/schema";
import { type BodyEncoding, bodyEncoding } from "../../body-encoding.ts";
import { decompress } from "../../decompress.ts";
import type { Authenticated } from "../../steps/authenticate.ts";
import { readBody } from "../../steps/read.ts";
import type { Protocol } from "../protocol.ts";

/** `body` is decompressed. */
export type Read = Authenticated & { protocol: Protocol; body: Uint8Array };

/** Takes in no more bytes than a request may have, before and after they are decompressed. */
export async function read(state: Authenticated & { protocol: Protocol }): Promise<Result<Read>> {
  const { protocol, request } = state;
  const type = protocol.checkType(request.headers);
  if (!type.ok) return type;
  const encoding = encodingOf(state);
  if (!encoding.ok) return encoding;
  const sent = await readBody(request, limits.otlpBodyBytes);
  if (!sent.ok) return sent;
  const body = decompress(sent.value, encoding.value, limits.otlpBodyBytes);
  return body.ok ? succeed({ ...state, body: body.value }) : body;
}

function encodingOf({ protocol, request, url }: Authenticated & { protocol: Protocol }): Result<BodyEncoding> {
  const named = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "";
  return protocol.ownEncodings.includes(named) ? succeed("identity") : bodyEncoding({ request, url });
}
