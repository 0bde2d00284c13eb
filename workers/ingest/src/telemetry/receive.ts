import type { Env } from "../env.ts";
import { observed } from "../observed.ts";
import type { Found } from "./addresses.ts";
import { receiveTelemetry } from "./pipeline.ts";

type Asking = { request: Request; env: Env; url: URL };

/** Takes a request at an address of OTLP or of another product's door, and answers as its clients expect it. */
export async function receiveRecords({ protocol, pathKey }: Found, { request, env, url }: Asking): Promise<Response> {
  const { headers } = request;
  const foreignKey = protocol.keyOf(headers, url) ?? pathKey;
  const received = await observed(env, () =>
    receiveTelemetry({ request, url, env, receivedAt: Date.now(), foreignKey, protocol }),
  );
  return received.ok ? protocol.accept(headers, received.value.said) : protocol.refuse(headers, received.failure);
}
