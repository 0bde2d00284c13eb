import { account, type Database, rateLimit, session, user, verification } from "@perigee/control-plane";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { isAPIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import { bearer } from "better-auth/plugins/bearer";
import type { Config } from "../config.ts";
import { logFault } from "../log-fault.ts";
import { hashPassword, passwordChars, verifyPassword } from "./password.ts";

const day = 24 * 3_600;

export const authPath = "/v1/auth";

export type Auth = ReturnType<typeof createAuth>;

/**
 * Sign-in by e-mail and password, sessions in D1. Nobody signs up: POST /v1/setup makes the owner.
 * Cookies are made for the dashboard's origin, since browsers reach this Worker through the dashboard's `/api` proxy.
 */
export function createAuth(config: Config, db: Database) {
  const perMinute = { window: 60, max: config.signInsPerMinute };
  return betterAuth({
    appName: "Perigee",
    baseURL: config.dashboardOrigins[0],
    basePath: authPath,
    secret: config.authSecret,
    trustedOrigins: config.dashboardOrigins,
    database: drizzleAdapter(db, { provider: "sqlite", schema: { user, session, account, verification, rateLimit } }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordChars.min,
      maxPasswordLength: passwordChars.max,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: { expiresIn: 30 * day, updateAge: day },
    rateLimit: {
      enabled: true,
      storage: "database",
      // The first rule that matches counts; other addresses are not counted, since each count is a write to D1.
      customRules: { "/sign-in/email": perMinute, "/change-password": perMinute, "/**": false },
    },
    advanced: {
      cookiePrefix: "perigee",
      // Cloudflare sets this header itself and drops a client's own.
      ipAddress: { ipAddressHeaders: ["cf-connecting-ip"] },
      // origin-guard.ts checks every route. This one would also refuse clients that are no browsers but send Sec-Fetch-Mode, as
      // Node's fetch does.
      disableCSRFCheck: true,
      disableOriginCheck: false,
    },
    telemetry: { enabled: false },
    logger: { level: "error" },
    onAPIError: {
      onError: (error) => {
        if (!isAPIError(error)) logFault(error);
      },
    },
    // For the CLI and scripts, which have no cookie jar. Signed, so that reading D1 does not give sessions away.
    plugins: [bearer({ requireSignature: true })],
  });
}
