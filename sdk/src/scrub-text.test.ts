import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scrubText } from "./scrub-text.ts";

const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

describe("takes out", () => {
  it.each([
    ["an e-mail address", "sent to jane.doe+x@mail.example.org twice", "sent to [redacted] twice"],
    ["a card in groups", "card 4111 1111 1111 1111 refused", "card [redacted] refused"],
    ["a card with hyphens", "5500-0000-0000-0004", "[redacted]"],
    ["a card in one piece", "378282246310005", "[redacted]"],
    ["a token of JSON", `{"token":"${jwt}"}`, '{"token":"[redacted]"}'],
    ["a JSON Web Token anywhere", `got ${jwt}`, "got [redacted]"],
    ["credentials of a header", "Authorization: Bearer abcdefgh.ijkl", "Authorization: Bearer [redacted]"],
    ["a password in an address", "GET /login?password=hunter22&x=1", "GET /login?password=[redacted]&x=1"],
    ["an API key", "api_key = 'k-123456'", "api_key = '[redacted]'"],
  ])("%s", (_, text, expected) => expect(scrubText(text)).toBe(expected));
});

describe("leaves alone", () => {
  it.each([
    ["a time in milliseconds", "at 1790000000000"],
    ["a date with its time", "run 20261122123456"],
    ["a uuid", "01990000-4123-7123-8123-123456789012"],
    ["a version", "react@19.1"],
    ["a scoped package", "node_modules/@scope/name/index.js:10:20"],
    ["what a parser expected", "Unexpected token < in JSON at position 4"],
    ["a short number", "order 4111"],
  ])("%s", (_, text) => expect(scrubText(text)).toBe(text));
});

it("finds nothing more the second time", () => {
  const part = fc.oneof(
    fc.string(),
    fc.emailAddress(),
    fc.constantFrom(jwt, "4111111111111111", "token=abcdefgh", " "),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const once = scrubText(parts.join(" "));
      expect(scrubText(once)).toBe(once);
    }),
  );
});
