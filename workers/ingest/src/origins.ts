/**
 * Tells whether a browser's Origin header is among the allowed ones: equal, under a wildcard such as `https://*.shop.example`
 * (any depth below, never the bare domain), or anything where `*` stands.
 */
export function isOriginAllowed(origin: string | null, allowed: readonly string[]): boolean {
  if (allowed.includes("*")) return true;
  if (origin === null) return false;
  return allowed.includes(origin) || allowed.some((pattern) => matchesWildcard(origin, pattern));
}

function matchesWildcard(origin: string, pattern: string): boolean {
  const star = pattern.indexOf("://*.");
  if (star < 0) return false;
  const scheme = pattern.slice(0, star + 3);
  const parent = pattern.slice(star + 4);
  return origin.startsWith(scheme) && origin.endsWith(parent) && origin.length > scheme.length + parent.length;
}
