/** Told of each secret that is taken out, by the name of its kind. What every address loses, its query and fragment, is not told. */
export type OnSecret = (kind: "url-password" | "email" | "token") => void;

const ignore: OnSecret = () => undefined;

/** An http(s) address without user info, query and fragment, and with e-mail addresses and tokens in its path blanked out. */
export function cleanUrl(address: string, onSecret: OnSecret = ignore): string {
  const { origin, pathname, username, password } = new URL(address);
  if (username !== "" || password !== "") onSecret("url-password");
  return origin + blankSecrets(pathname, onSecret);
}

/**
 * Host and path of what a request, a resource or a script was fetched from, cleaned like a page's address. The SDK may send it
 * with or without its scheme; of addresses that hold their content, such as `data:`, the scheme alone is kept.
 */
export function cleanTarget(target: string, onSecret: OnSecret = ignore): string {
  if (isHttpAddress(target)) return withoutScheme(cleanUrl(target, onSecret));
  if (/^(?:data|javascript):/i.test(target)) return target.slice(0, target.indexOf(":") + 1);
  const end = target.search(/[?#]/);
  return blankSecrets(end < 0 ? target : target.slice(0, end), onSecret);
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

const blankSecrets = (path: string, onSecret: OnSecret): string =>
  path
    .split("/")
    .map((segment) => blankSecret(segment, onSecret))
    .join("/");

const withoutScheme = (address: string): string => address.slice(address.indexOf("://") + 3);

function blankSecret(segment: string, onSecret: OnSecret): string {
  const kind = secretKind(segment);
  if (!kind) return segment;
  onSecret(kind);
  return `[${kind}]`;
}

function secretKind(segment: string): "email" | "token" | undefined {
  if (/.(?:@|%40).+\.[a-z]{2,}$/i.test(segment)) return "email";
  return isToken(segment) ? "token" : undefined;
}

/** A JWT, or 32 and more letters and digits in one run. Slugs have hyphens in between and UUIDs, which name things, are let through. */
const isToken = (segment: string): boolean =>
  /^eyJ[\w-]+\.[\w-]+\./.test(segment) || (/^\w{32,}$/.test(segment) && /\d/.test(segment) && /[a-z]/i.test(segment));
