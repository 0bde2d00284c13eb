import { isSameSecret } from "../same-secret.ts";

/**
 * The visitor's address, from which only the visitor hash is made. Cloudflare tells whoever connected; behind a proxy of one's own that is the
 * proxy, so what such a proxy says counts instead, where it names the secret.
 */
export function clientIp(headers: Headers, proxySecret: string | undefined): string {
  const isOwnProxy = proxySecret && isSameSecret(headers.get("x-perigee-proxy") ?? "", proxySecret);
  const forwarded = isOwnProxy ? headers.get("x-forwarded-for")?.split(",", 1)[0]?.trim() : undefined;
  return forwarded || (headers.get("cf-connecting-ip") ?? "");
}
