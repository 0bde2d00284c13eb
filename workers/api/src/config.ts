import type { ArchiveStore } from "@perigee/clickhouse";
import { fail, type Result, succeed } from "@perigee/schema";
import { z } from "zod";

const archiveVariables = ["ARCHIVE_S3_URL", "ARCHIVE_S3_KEY_ID", "ARCHIVE_S3_SECRET"] as const;

/** All that the API Worker must be told, checked once an isolate. Secrets have no default. */
const Config = z
  .object({
    CLICKHOUSE_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }),
    CLICKHOUSE_USER: z.string().min(1),
    CLICKHOUSE_PASSWORD: z.string(),
    CLICKHOUSE_DATABASE: z.string().min(1),
    /** Signs sessions. */
    AUTH_SECRET: z.string().min(32, "must have at least 32 characters"),
    /** Lets the first owner be made. Without it nobody can set up, which is right once that is done. */
    SETUP_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
    /** Opens `/metrics`; without it there is nothing at that address. */
    METRICS_TOKEN: z.string().min(1).optional(),
    /** Where the dashboard is opened in a browser: the origin that may sign in. */
    DASHBOARD_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }),
    /** Where ClickHouse reads the archive by S3's protocol: the endpoint with the bucket's name, and a key that may read it. */
    ARCHIVE_S3_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }).optional(),
    ARCHIVE_S3_KEY_ID: z.string().min(1).optional(),
    ARCHIVE_S3_SECRET: z.string().min(1).optional(),
    /** Attempts to sign in per minute and client address. */
    SIGN_INS_PER_MINUTE: z.coerce.number().int().min(1).default(30),
  })
  .superRefine((env, context) => {
    const given = archiveVariables.filter((name) => env[name] !== undefined);
    const missing = archiveVariables.filter((name) => env[name] === undefined);
    for (const name of given.length > 0 ? missing : [])
      context.addIssue({ code: "custom", path: [name], message: `is missing beside ${given.join(" and ")}` });
  })
  .transform((env) => ({
    clickhouse: {
      url: env.CLICKHOUSE_URL,
      user: env.CLICKHOUSE_USER,
      password: env.CLICKHOUSE_PASSWORD,
      database: env.CLICKHOUSE_DATABASE,
    },
    archive: archiveOf(env),
    authSecret: env.AUTH_SECRET,
    setupToken: env.SETUP_TOKEN,
    metricsToken: env.METRICS_TOKEN,
    dashboardOrigins: sameDashboard(new URL(env.DASHBOARD_URL)),
    signInsPerMinute: env.SIGN_INS_PER_MINUTE,
  }));
export type Config = z.infer<typeof Config>;

/** Undefined where this deployment has not been told: then the archive cannot be queried in place. */
function archiveOf(
  env: { [Name in (typeof archiveVariables)[number]]?: string | undefined },
): ArchiveStore | undefined {
  const { ARCHIVE_S3_URL: url, ARCHIVE_S3_KEY_ID: keyId, ARCHIVE_S3_SECRET: secret } = env;
  return url && keyId && secret ? { url: url.replace(/\/$/, ""), keyId, secret } : undefined;
}

/** Fails with every variable that is missing or wrong, and no value: the message may be shown. */
export function parseConfig(env: unknown): Result<Config> {
  const parsed = Config.safeParse(env);
  if (parsed.success) return succeed(parsed.data);
  const faults = parsed.error.issues.map((issue) => {
    const isMissing = issue.code === "invalid_type" && issue.input === undefined;
    return `${issue.path.join(".")} ${isMissing ? "is missing" : issue.message}`;
  });
  return fail("internal", { message: `The API Worker is not configured: ${faults.join("; ")}.` });
}

/** A dashboard on a laptop is the same one under each name of the laptop. The first is the configured one. */
function sameDashboard(url: URL): [string, ...string[]] {
  const loopback = ["localhost", "127.0.0.1"];
  const twins = loopback.includes(url.hostname) ? loopback.filter((name) => name !== url.hostname) : [];
  return [url.origin, ...twins.map((name) => Object.assign(new URL(url.origin), { hostname: name }).origin)];
}
