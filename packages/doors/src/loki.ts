import { limits, type Result, succeed } from "@perigee/schema";
import { acknowledge } from "./acknowledge.ts";
import { passwordOf } from "./basic-auth.ts";
import type { Asked, Door, Said } from "./door.ts";
import { readLokiJson } from "./loki/json.ts";
import { readLokiProtobuf } from "./loki/protobuf.ts";
import { type LokiPush, logsOf } from "./loki/records.ts";
import { nothingSaid } from "./said.ts";
import { decompressSnappy } from "./snappy.ts";

/** Grafana Loki's push. `X-Scope-OrgID` means nothing here: the key tells the project. */
export const lokiDoor: Door = { path: "/loki/api/v1/push", keyOf: passwordOf, read, accept: acknowledge };

function read({ body, headers, receivedAt }: Asked): Result<Said> {
  const push = isJson(headers) ? readLokiJson(body) : readCompressed(body);
  if (!push.ok) return push;
  const logs = logsOf(push.value, receivedAt);
  return succeed({ ...nothingSaid(), logs, rejected: push.value.rejected });
}

/** Loki's own rule: what does not call itself JSON is protobuf, and that is compressed by snappy whatever Content-Encoding says. */
const isJson = (headers: Headers) => /^application\/json\b/i.test(headers.get("content-type") ?? "");

function readCompressed(body: Uint8Array): Result<LokiPush> {
  const message = decompressSnappy(body, limits.otlpBodyBytes);
  return message.ok ? readLokiProtobuf(message.value) : message;
}
