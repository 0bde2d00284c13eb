import type { z } from "zod";

/** Talks to our own API Worker as the owner would. */
export type ApiClient = <T>(
  path: string,
  schema: z.ZodType<T>,
  request?: { method: string; body: unknown },
) => Promise<T>;

type Owner = { email: string; password: string };

/** Makes the owner with the setup token; a second call finds that one exists and changes nothing. */
export async function ensureOwner(options: {
  apiUrl: string;
  origin: string;
  setupToken: string;
  owner: Owner;
}): Promise<void> {
  const response = await fetch(`${options.apiUrl}/v1/setup`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      origin: options.origin,
      authorization: `Bearer ${options.setupToken}`,
    },
    body: JSON.stringify({ ...options.owner, name: "Owner", organisation: "Perigee" }),
  });
  if (!response.ok && response.status !== 409)
    throw new Error(`setup answered ${response.status}: ${await response.text()}`);
  await response.body?.cancel();
}

export async function signIn(options: { apiUrl: string; origin: string; owner: Owner }): Promise<ApiClient> {
  const response = await fetch(`${options.apiUrl}/v1/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: options.origin },
    body: JSON.stringify(options.owner),
  });
  if (!response.ok) throw new Error(`the owner's sign-in answered ${response.status}: ${await response.text()}`);
  await response.body?.cancel();
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");

  return async (path, schema, request) => {
    const answer = await fetch(`${options.apiUrl}${path}`, {
      method: request?.method ?? "GET",
      headers: { cookie, origin: options.origin, "content-type": "application/json" },
      ...(request && { body: JSON.stringify(request.body) }),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return schema.parse(await answer.json());
  };
}
