import { z } from "zod";

const maxOrigins = 100;

/** A subdomain pattern must stand on a name of two labels, so that `https://*.com` cannot let half the web in. */
const wildcard = /^(https?:\/\/)\*\.([^/:]+\.[^/:]+|localhost)(:\d+)?\/?$/;

/**
 * Brings an origin to the form that browsers send in the header Origin: lower case, no default port, no slash, no path.
 * @returns null where the text is not `*`, an http(s) origin, or such an origin with `*.` before its host.
 */
export function canonicalOrigin(text: string): string | null {
  if (text === "*") return text;
  const pattern = wildcard.exec(text);
  const concrete = pattern ? text.replace("*.", "") : text;
  if (!URL.canParse(concrete)) return null;
  const url = new URL(concrete);
  const isBare = url.href === `${url.origin}/` && !/[?#*]/.test(concrete);
  if (!isBare || !/^https?:$/.test(url.protocol)) return null;
  return pattern ? url.origin.replace("://", "://*.") : url.origin;
}

/** Where a public key may be used: `https://shop.example`, `https://*.shop.example`, `http://localhost:3000` or `*`. */
const Origin = z
  .string()
  .max(300)
  .overwrite((text) => canonicalOrigin(text.trim()) ?? text)
  .refine((text) => canonicalOrigin(text) === text, {
    error: "must be an origin such as https://shop.example, https://*.shop.example, http://localhost:3000, or *",
  });

export const Origins = z
  .array(Origin)
  .max(maxOrigins)
  .overwrite((origins) => [...new Set(origins)]);
