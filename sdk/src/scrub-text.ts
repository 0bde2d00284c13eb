/**
 * What must not leave the browser wherever it stands in a text: values of secrets, e-mail addresses, JSON Web Tokens (RFC 7519),
 * credentials of an Authorization header (RFC 9110, section 11.4), and numbers that begin and are grouped as payment cards are. Every
 * repetition that could begin anywhere is bounded, so that a hostile text costs no more than its length.
 */
const SENSITIVE =
  /((?:password|secret|token|api_?key)["']?\s?[=:]\s?["']?|Bearer )[^\s"'&,;]{6,}|[\w.+-]{1,64}@[\w.-]+\.[a-z]{2,}|\beyJ[\w-]+\.[\w.-]+|(^|[^\w-])(?:2[2-7]|[3-6]\d)\d\d(?:[ -]?\d{4,6}){2,3}(?![\w-])/gi;

export const scrubText = (text: string): string => text.replace(SENSITIVE, "$1$2[redacted]");
