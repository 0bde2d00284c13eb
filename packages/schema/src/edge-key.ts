import { z } from "zod";
import { internalProjectId } from "./internal-project.ts";
import { ProjectSettings } from "./project-settings.ts";

/** What KV holds for each API key, under `edgeKeyName(sha256)`: all that ingest needs to decide, and never the key itself. */
export const EdgeKey = z.object({
  keyId: z.string(),
  /** Perigee's own project takes nothing from outside. */
  projectId: z
    .int()
    .min(1)
    .max(internalProjectId - 1),
  kind: z.enum(["public", "secret", "read"]),
  /** Allowed origins of a public key: `https://shop.example`, `https://*.shop.example`, or `*`. */
  origins: z.array(z.string()),
  retentionDays: z.int().min(1).max(3_650),
  revoked: z.boolean(),
  settings: ProjectSettings.prefault({}),
});
export type EdgeKey = z.infer<typeof EdgeKey>;
export type KeyKind = EdgeKey["kind"];

/** Keys are 32 random bytes in base62 behind a prefix that names their kind: pk_ (browser), sk_ (server), rk_ (read). */
export const keyPrefixes = { public: "pk_", secret: "sk_", read: "rk_" } as const satisfies Record<KeyKind, string>;

export const ApiKey = z.string().regex(/^(pk|sk|rk)_[0-9A-Za-z]{20,64}$/);

export const edgeKeyName = (sha256Hex: string): string => `key:${sha256Hex}`;

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** SHA-256 of an API key in lower-case hex: the only form in which a key is stored. */
export async function hashKey(key: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key));
  return new Uint8Array(digest).reduce((hex, byte) => hex + hexOfByte[byte], "");
}
