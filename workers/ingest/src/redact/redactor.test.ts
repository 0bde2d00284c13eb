import { ProjectSettings } from "@perigee/schema";
import { hasLuhnSum } from "@perigee/schema/secrets";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planted } from "../../test/secrets.ts";
import { redactorOf } from "./redactor.ts";
import type { Tally } from "./tally.ts";

const by = { secret: "a long random text", projectId: 7 };

function redacted(text: string, { redaction = {}, field = "message", project = by } = {}) {
  const tally: Tally = new Map();
  const settings = ProjectSettings.parse({ redaction });
  const result = redactorOf(settings.redaction, project)(field, text, tally);
  return { text: result, tally: Object.fromEntries(tally) };
}

const jwt = `eyJ${"hbGciOiJIUzI1NiJ9"}.eyJzdWIiOiIxIn0.c2lnbmF0dXJl`;

describe("by default", () => {
  it.each([
    ["ask ann.o'neil+x@mail.example, or", "ask ***, or", "email"],
    ["'ann@mail.example'", "'***'", "email"],
    ["to=ann%40mail.example&x", "to=***&x", "email"],
    ["жук@пример.рф and jürgen@müller.example", "*** and ***", "email"],
    ["paid with 4111 1111 1111 1111.", "paid with ***.", "card"],
    ["7 4111111111111111 12/27", "7 *** 12/27", "card"],
    ["3782-822463-10005", "***", "card"],
    ["DE89 3704 0044 0532 0130 00 is mine", "*** is mine", "iban"],
    ["BE68539007547034 paid", "*** paid", "iban"],
    ["gb82west12345698765432", "***", "iban"],
    [`got ${jwt}!`, "got ***!", "jwt"],
    ["Authorization: Bearer abc.def-123", "Authorization: Bearer ***", "bearer-token"],
    ["postgres://ann:s3cret@db.example/x", "postgres://***@db.example/x", "url-password"],
    ["/login?user=ann&password=s3cret#top", "/login?user=ann&password=***#top", "url-password"],
    ["client_secret=abc accessToken=def", "client_secret=*** accessToken=***", "url-password"],
  ])("%s becomes %s", (text, result, rule) => {
    const found = redacted(text);
    expect(found.text).toBe(result);
    expect(Object.keys(found.tally)).toEqual([`${rule}:message`]);
  });

  it.each([
    "request 90c2eda5-8f8b-4452-9911-79135e05d227 failed",
    "trace 4111111111111111abcdef0123456789",
    "be685390-0754-7034-8abc-123456789abc",
  ])("an id that a machine made is none, whatever its digits come to: %s", (text) => {
    expect(redacted(text)).toEqual({ text, tally: {} });
  });

  it.each([
    ["90c2eda5-8f8b-4452-9911-79135e05d227 paid 4111 1111 1111 1111", "90c2eda5-8f8b-4452-9911-79135e05d227 paid ***"],
    ["order-4111111111111111-abc", "order-***-abc"],
  ])("beside one a card is a card: %s", (text, result) => {
    expect(redacted(text).text).toBe(result);
  });

  it("of random UUIDs none is taken for a secret", () => {
    for (let count = 0; count < 20_000; count++) {
      const id = crypto.randomUUID();
      expect(redacted(id).text).toBe(id);
    }
  });

  it.each([
    "Cannot read properties of undefined (reading 'price')",
    "buy@https://shop.example/assets/cart-9f3.js:10:5",
    "https://cdn.example/npm/react@18.2.0/react.js",
    "logo@2x.png and @scope/package and a @ b.c",
    "0.4111111111111111 of 1",
    "at 1790000000000 ms, 2026-11-22 15:54:54",
    "order 4111111111111112",
    "4111 1111 1111 1112",
    "41111111111111111111111",
    "0192f0c0-4111-7111-8111-111111111111",
    "DE88 3704 0044 0532 0130 00",
    "ZZ89370400440532013000",
    "eyJ and eyJhbGciOiJIUzI1NiJ9 alone",
    "bearer bonds, a bearer of news",
    "compass=north monkey=1 a=b ?q=lamp&page=2",
    "é🦊",
    "",
  ])("%j is kept", (text) => expect(redacted(text)).toEqual({ text, tally: {} }));

  it("users stay apart by a hash, which is another one in another project", () => {
    const ann = redacted("ann@mail.example", { field: "userId" }).text;
    expect(ann).toMatch(/^[0-9a-f]{16}$/);
    expect(redacted("ann@mail.example", { field: "userId" }).text).toBe(ann);
    expect(redacted("bob@mail.example", { field: "userId" }).text).not.toBe(ann);
    expect(redacted("ann@mail.example", { field: "userId", project: { ...by, projectId: 8 } }).text).not.toBe(ann);
  });
});

const words = fc.stringMatching(/^[a-z ]{0,20}$/);
const sides = fc.constantFrom(" ", "\n", '"', "(", "[", "<", ";");

describe.each(Object.entries(planted))("whatever %s is planted", (rule, arbitrary) => {
  it("is gone, and counted", () => {
    fc.assert(
      fc.property(arbitrary, fc.tuple(words, sides, words), ({ text, secret }, [before, side, after]) => {
        fc.pre(!`${before} ${after}`.includes(secret));
        const found = redacted(`${before}${side}${text} ${after}`);
        expect(found.text).not.toContain(secret);
        expect(found.text.startsWith(before)).toBe(true);
        expect(found.tally[`${rule}:message`]).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

it("numbers whose check digit is wrong are kept", () => {
  const whole = fc.stringMatching(/^[1-9]\d{15}$/).filter((digits) => !hasLuhnSum(digits));
  fc.assert(
    fc.property(whole, fc.constantFrom("", " ", "-"), (digits, gap) => {
      const text = (digits.match(/\d{4}/g) ?? []).join(gap);
      expect(redacted(text)).toEqual({ text, tally: {} });
    }),
  );
});

// Quadratic searches of such texts would run into the test's time limit.
it.each(["@", "a@", "a.", "a@a.", "eyJ-", "eyJa.", "1 ", "4111 ", "DE89 ", "://", "://a", "Bearer ", "password="])(
  "a long text of %j takes time linear to its length",
  (piece) => expect(redacted(piece.repeat(200_000 / piece.length)).text.length).toBeGreaterThan(10),
);

describe("a project's own rules", () => {
  const rule = (overrides: object) => ({
    redaction: {
      defaults: false,
      rules: [{ name: "plate", selector: "**", pattern: { regex: "[A-Z]{2}-\\d{3}" }, method: "mask", ...overrides }],
    },
  });

  it.each([
    ["mask", "see *** and ***"],
    ["remove", "see  and "],
  ])("by %s", (method, text) =>
    expect(redacted("see AB-123 and CD-456", rule({ method }))).toEqual({ text, tally: { "plate:message": 2 } }),
  );

  it("by hash, the same for the same", () => {
    const { text } = redacted("AB-123 AB-123 CD-456", rule({ method: "hash" }));
    const [first, second, third] = text.split(" ");
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect([second === first, third === first]).toEqual([true, false]);
  });

  it("take the whole value", () => {
    expect(redacted("anything", rule({ pattern: { whole: true } })).text).toBe("***");
  });

  it("take a preset on one field, where the defaults are off", () => {
    const own = rule({ selector: "props.note", pattern: { preset: "email" } });
    expect(redacted("ann@mail.example", { ...own, field: "props.note" }).text).toBe("***");
    expect(redacted("ann@mail.example", own).text).toBe("ann@mail.example");
  });

  it("come before the defaults", () => {
    const own = {
      redaction: { rules: [{ name: "mail", selector: "message", pattern: { preset: "email" }, method: "hash" }] },
    };
    expect(redacted("ann@mail.example 4111111111111111", own)).toEqual({
      text: expect.stringMatching(/^[0-9a-f]{16} \*\*\*$/),
      tally: { "mail:message": 1, "card:message": 1 },
    });
  });

  it.each([
    ["message", "message", true],
    ["message", "stack", false],
    ["props.*", "props.user.note", true],
    ["props.*", "attribution.url", false],
    ["props.a", "props.ab", false],
    ["breadcrumbs.message", "breadcrumbs.message", true],
    ["**", "anything.at.all", true],
  ])("with %s reach %s: %s", (selector, field, isReached) => {
    expect(redacted("AB-123", { ...rule({ selector }), field }).text).toBe(isReached ? "***" : "AB-123");
  });

  it("with an expression that does not compile find nothing, and break nothing", () => {
    const text = "AB-123";
    expect(redacted(text, rule({ pattern: { regex: "(?=" } }))).toEqual({ text, tally: {} });
  });
});
