import { fail } from "@perigee/schema";

/** Headers that belong to one connection (RFC 9110, 7.6.1), plus those that fetch sets itself. */
const connectionHeaders = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "host",
  "content-length",
  "accept-encoding",
  "expect",
];

const bodilessMethods = new Set(["GET", "HEAD"]);

/**
 * Hands a browser's request for `/api/…` to the API and streams the answer back, so that the browser knows one origin only.
 * Cookies and Origin go through as they came: the API decides about both. An API that cannot be reached is 502 `internal`.
 */
export async function forward(request: Request, apiUrl: string): Promise<Response> {
  try {
    const answer = await fetch(targetUrl(request.url, apiUrl), {
      method: request.method,
      headers: passedOn(request.headers),
      body: bodilessMethods.has(request.method) ? null : request.body,
      redirect: "manual",
      signal: request.signal,
      cache: "no-store",
      // Node's fetch requires this of streamed bodies; TypeScript's DOM types do not know it yet.
      ...{ duplex: "half" },
    });
    return new Response(answer.body, { status: answer.status, headers: answerHeaders(answer.headers) });
  } catch {
    // The cause is the network's text ("connect ECONNREFUSED …"), which tells the browser's user nothing and may name hosts.
    return Response.json(unreachable(), { status: 502 });
  }
}

/** Joined as text: `new URL("//evil.test", base)` would leave the API's host. */
export function targetUrl(requestUrl: string, apiUrl: string): string {
  const { pathname, search } = new URL(requestUrl);
  return `${apiUrl}${pathname.replace(/^\/api/, "")}${search}`;
}

function passedOn(headers: Headers): Headers {
  const passed = new Headers(headers);
  for (const name of [...connectionHeaders, ...namedByConnection(headers)]) passed.delete(name);
  return passed;
}

/** fetch has already decompressed the body, so its encoding and length no longer hold. */
function answerHeaders(headers: Headers): Headers {
  const passed = passedOn(headers);
  passed.delete("content-encoding");
  return passed;
}

const namedByConnection = (headers: Headers): string[] =>
  (headers.get("connection") ?? "").split(",").flatMap((name) => (/^[\w-]+$/.test(name.trim()) ? [name.trim()] : []));

function unreachable() {
  const { failure } = fail("internal", {
    message: "The API did not answer the dashboard. Check that it runs and that PERIGEE_API_URL is right.",
  });
  return { error: { type: failure.type, message: failure.message } };
}
