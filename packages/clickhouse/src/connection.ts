import { z } from "zod";

/** Where ClickHouse's HTTP interface is and who we are there. `url` has no path, user or query string. */
export const Connection = z.object({
  url: z.url({ protocol: /^https?$/ }),
  user: z.string().min(1),
  password: z.string(),
  database: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: "must be a plain name" }),
});
export type Connection = z.infer<typeof Connection>;

/**
 * Reads `http://user:pw@host:8123/?database=perigee`, the form that curl takes too. User and database default to `default`.
 * Throws when the text is no such address; never with the password in the message.
 */
export function connectionFromUrl(address: string): Connection {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new Error("The ClickHouse address must look like http://user:password@host:8123/?database=perigee");
  }
  return Connection.parse({
    url: url.origin,
    user: decodeURIComponent(url.username) || "default",
    password: decodeURIComponent(url.password),
    database: url.searchParams.get("database") || "default",
  });
}

/** Headers that sign a request in. They are plain ones, so that user and password may hold any character. */
export const authHeaders = ({ user, password }: Connection): Record<string, string> => ({
  "X-ClickHouse-User": user,
  "X-ClickHouse-Key": password,
});
