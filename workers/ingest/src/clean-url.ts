/** An http(s) address without user info, query and fragment, and with e-mail addresses and tokens in its path blanked out. */
export function cleanUrl(address: string): string {
  const { origin, pathname } = new URL(address);
  return origin + pathname.split("/").map(blankSecret).join("/");
}

function blankSecret(segment: string): string {
  if (/.(?:@|%40).+\.[a-z]{2,}$/i.test(segment)) return "[email]";
  return isToken(segment) ? "[token]" : segment;
}

/** A JWT, or 32 and more letters and digits in one run. Slugs have hyphens in between and UUIDs, which name things, are let through. */
const isToken = (segment: string): boolean =>
  /^eyJ[\w-]+\.[\w-]+\./.test(segment) || (/^\w{32,}$/.test(segment) && /\d/.test(segment) && /[a-z]/i.test(segment));
