import { ErrorAnswerSchema, type FailureType, fail, type Result, succeed } from "@perigee/schema";
import type { z } from "zod";
import type { Settings } from "./settings.ts";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

type Call = { method: "GET" | "POST" | "PATCH" | "DELETE"; path: string; body?: unknown; token?: string };

export type ApiClient = {
  /** Calls a route of the API and checks its answer. */
  call<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<Result<z.output<Schema>>>;
};

export function createApiClient(apiUrl: string, fetch: Fetch): ApiClient {
  return {
    async call(call, schema) {
      const answer = await send(apiUrl, fetch, call);
      return answer.ok ? succeed(schema.parse(await answer.value.json())) : answer;
    },
  };
}

/** Does the work as a signed-in user, and signs out again. */
export async function asUser<Value>(
  { apiUrl, email, password }: Settings,
  fetch: Fetch,
  work: (client: ApiClient) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const signedIn = await send(apiUrl, fetch, {
    method: "POST",
    path: "/v1/auth/sign-in/email",
    body: { email, password },
  });
  if (!signedIn.ok) return signedIn;
  const token = signedIn.value.headers.get("set-auth-token") ?? "";
  const client = createApiClient(apiUrl, fetch);
  try {
    return await work({ call: (call, schema) => client.call({ ...call, token }, schema) });
  } finally {
    await send(apiUrl, fetch, { method: "POST", path: "/v1/auth/sign-out", body: {}, token });
  }
}

async function send(apiUrl: string, fetch: Fetch, { method, path, body, token }: Call): Promise<Result<Response>> {
  try {
    const answer = await fetch(new URL(path, apiUrl).href, {
      method,
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return answer.ok ? succeed(answer) : await refusalOf(answer);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail("database-unavailable", { message: `The API at ${apiUrl} cannot be reached: ${reason}.` });
  }
}

async function refusalOf(answer: Response) {
  const body = ErrorAnswerSchema.safeParse(await answer.json().catch(() => undefined));
  if (!body.success) return fail("internal", { message: `The API answered with status ${answer.status}.` });
  const { type, message } = body.data.error;
  return fail(type as FailureType, { message });
}
