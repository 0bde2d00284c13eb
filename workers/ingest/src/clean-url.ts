/** An http(s) address without user info, query and fragment, and with e-mail addresses and tokens in its path blanked out. */
export function cleanUrl(address: string): string {
  const { origin, pathname } = new URL(address);
  return origin + pathname.split("/").map(blankSecret).join("/");
}

/**
 * Host and path of what a request, a resource or a script was fetched from, cleaned like a page's address. The SDK may send it
 * with or without its scheme; of addresses that hold their content, such as `data:`, the scheme alone is kept.
 */
export function cleanTarget(target: string): string {
  if (isHttpAddress(target)) return withoutScheme(cleanUrl(target));
  if (/^(?:data|javascript):/i.test(target)) return target.slice(0, target.indexOf(":") + 1);
  const end = target.search(/[?#]/);
  return (end < 0 ? target : target.slice(0, end)).split("/").map(blankSecret).join("/");
}

/** A sentence in which every address has lost its query, its fragment and, where it is a whole one, its secrets. */
export const cleanAddressesIn = (text: string): string => text.replace(/[^\s"'<>()]+/g, cleanWord);

function cleanWord(word: string): string {
  if (isHttpAddress(word)) return cleanUrl(word);
  const end = word.search(/[?#]/);
  const isAddress = end > 0 && end < word.length - 1 && word.lastIndexOf("/", end) >= 0;
  return isAddress ? word.slice(0, end) : word;
}

export const isHttpAddress = (value: string): boolean => /^https?:/i.test(value) && URL.canParse(value);

const withoutScheme = (address: string): string => address.slice(address.indexOf("://") + 3);

function blankSecret(segment: string): string {
  if (/.(?:@|%40).+\.[a-z]{2,}$/i.test(segment)) return "[email]";
  return isToken(segment) ? "[token]" : segment;
}

/** A JWT, or 32 and more letters and digits in one run. Slugs have hyphens in between and UUIDs, which name things, are let through. */
const isToken = (segment: string): boolean =>
  /^eyJ[\w-]+\.[\w-]+\./.test(segment) || (/^\w{32,}$/.test(segment) && /\d/.test(segment) && /[a-z]/i.test(segment));
