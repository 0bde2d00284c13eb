import { type Find, matchesOf } from "./span.ts";

/** `eyJ` is `{"` in base64url, with which the header of each JSON Web Token begins; encrypted ones have five parts. */
const jwt = /(?<![\w-])eyJ[\w-]{5,}(?:\.[\w-]*){2,4}/g;

/** The scheme stays, the token goes. A shorter word, or one without a digit, is more likely a word: "bearer bonds". */
const bearer = /\bbearer(?:\s|%20|[:=])+(?<secret>(?=[\w.~+/=-]*\d|[\w.~+/=-]{20})[\w.~+/=-]{8,4096})/gi;

/** Between `://` and the last @ before the path. */
const userInfo = /:\/\/(?<secret>[^\s/?#"'<>]+)@/g;

/** `password=…` and `accessToken=…` anywhere, shorter names where they are whole ones, `key=…` in the query of an address alone. */
const parameter =
  /(?:(?:passw(?:or)?d|passphrase|secret|token|credentials?|api[_-]?key|signature)|(?<![a-z\d])(?:pass|pwd|auth|authorization|sig|sid|session(?:[_-]?id)?)|(?<=[?&])key)(?:=|%3d)(?<secret>[^\s&#"'<>;,)]+)/gi;

const findAll =
  (pattern: RegExp): Find =>
  (text) =>
    matchesOf(pattern, text).map(({ 0: whole, index, groups }) => {
      // The secret is the last part of what was found, but for the @ behind user info.
      const secret = groups?.["secret"] ?? whole;
      const start = index + whole.lastIndexOf(secret);
      return { start, end: start + secret.length };
    });

export const findJwts: Find = findAll(jwt);
export const findBearerTokens: Find = findAll(bearer);

/** Passwords in addresses: user info, and then the values of parameters that are called like one. */
export const findUserInfo: Find = findAll(userInfo);
export const findPasswordParameters: Find = findAll(parameter);
