import { exports } from "cloudflare:workers";
import { type ErrorAnswer, failures } from "@perigee/schema";
import { expect } from "vitest";

export const dashboard = "http://localhost:3001";

export const owner = {
  email: "owner@shop.example",
  password: "correct horse battery",
  name: "Owner",
  organisation: "Shop",
};

type Options = { method?: string; headers?: Record<string, string>; body?: unknown };

/** Asks the Worker as a client would: `GET` without a body, `POST` with one, unless told otherwise. */
export function ask(path: string, { method, headers = {}, body }: Options = {}): Promise<Response> {
  return exports.default.fetch(`https://api.perigee.example${path}`, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

export const setUp = (token: string, who: unknown = owner) =>
  ask("/v1/setup", { body: who, headers: { authorization: `Bearer ${token}` } });

let clients = 0;

/** Signs in as the dashboard's page does, each time from another address, so that the rate limit does not count. */
export const signIn = (email = owner.email, password = owner.password) =>
  ask("/v1/auth/sign-in/email", {
    body: { email, password },
    headers: { origin: dashboard, "cf-connecting-ip": `198.51.100.${++clients}` },
  });

/** The refusal in an answer, whose status must be the one that the failure list has for its type. */
export async function errorOf(answer: Response): Promise<ErrorAnswer["error"]> {
  const { error } = await answer.json<ErrorAnswer>();
  expect(answer.status).toBe(failures[error.type].status);
  return error;
}

/** The cookies that an answer sets, as a browser sends them back. */
export const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
