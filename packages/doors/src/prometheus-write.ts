import { fail, limits, type Result, succeed } from "@perigee/schema";
import { acknowledge } from "./acknowledge.ts";
import { passwordOf } from "./basic-auth.ts";
import type { Asked, Door, Said } from "./door.ts";
import { metricsOf } from "./prometheus/metrics.ts";
import { readWriteRequest } from "./prometheus/write-request.ts";
import { nothingSaid } from "./said.ts";
import { decompressSnappy } from "./snappy.ts";

/**
 * Prometheus remote write 1.0.
 * https://prometheus.io/docs/specs/prw/remote_write_spec/
 */
export const prometheusWriteDoor: Door = { path: "/api/v1/write", keyOf: passwordOf, read, accept: acknowledge };

function read({ body, headers }: Asked): Result<Said> {
  const refused = refuseOthers(headers);
  if (refused) return refused;
  const message = decompressSnappy(body, limits.otlpBodyBytes);
  if (!message.ok) return message;
  const request = readWriteRequest(message.value);
  if (!request.ok) return request;
  const metrics = metricsOf(request.value);
  return succeed({ ...nothingSaid(), metrics, rejected: request.value.rejected });
}

/** A sender of version 2.0 falls back to 1.0 when it is told 415. Clients that leave these headers out mean version 1.0. */
function refuseOthers(headers: Headers): ReturnType<typeof fail> | undefined {
  const encoding = headers.get("content-encoding") ?? "snappy";
  if (encoding.toLowerCase() !== "snappy") return fail("unsupported-encoding", { message: onlySnappy });
  const [type = "", ...parameters] = (headers.get("content-type") ?? protobuf).toLowerCase().split(";");
  const message = parameters.map((text) => text.trim()).find((text) => text.startsWith("proto=")) ?? version1;
  if (type.trim() === protobuf && message.replaceAll('"', "") === version1) return;
  return fail("unsupported-media-type", { message: onlyVersion1 });
}

const protobuf = "application/x-protobuf";
const version1 = "proto=prometheus.writerequest";
const onlySnappy = "Remote write is compressed with snappy.";
const onlyVersion1 = "This address takes remote write 1.0: application/x-protobuf of prometheus.WriteRequest.";
