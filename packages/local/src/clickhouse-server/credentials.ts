import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { ClickHouseException } from "./exception.ts";

const user = "default";

/** Throws AUTHENTICATION_FAILED unless the request names the user `default` and the right password. */
export function authenticate(headers: IncomingHttpHeaders, url: URLSearchParams, password: string): void {
  const given = readCredentials(headers, url);
  // Both are compared whatever the first says, and as hashes, so that time tells neither content nor length.
  const userMatches = sameText(given.user, user);
  const passwordMatches = sameText(given.password, password);
  if (userMatches && passwordMatches) return;
  throw new ClickHouseException(
    "AUTHENTICATION_FAILED",
    `${given.user}: Authentication failed: password is incorrect, or there is no user with such name.`,
  );
}

type Credentials = { user: string; password: string };

/** The three places that ClickHouse looks at: its own headers, then Basic, then the address. */
function readCredentials(headers: IncomingHttpHeaders, url: URLSearchParams): Credentials {
  const headerUser = headers["x-clickhouse-user"];
  const headerKey = headers["x-clickhouse-key"];
  if (headerUser !== undefined || headerKey !== undefined) {
    return { user: String(headerUser ?? user), password: String(headerKey ?? "") };
  }
  const basic = /^basic +(.*)$/i.exec(headers.authorization ?? "")?.[1];
  if (basic !== undefined) {
    const [name = "", ...secret] = Buffer.from(basic, "base64").toString().split(":");
    return { user: name, password: secret.join(":") };
  }
  return { user: url.get("user") ?? user, password: url.get("password") ?? "" };
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
const sameText = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
