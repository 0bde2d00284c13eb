import { hasLuhnSum, hasRightCheckDigits } from "@perigee/schema/secrets";
import fc from "fast-check";

/** Secrets of each preset's kind: the text to plant, and the part of it that must be gone. */
export type Planted = { text: string; secret: string };

const itself = (secret: string): Planted => ({ text: secret, secret });
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: length, maxLength: length });
const base64url = (minLength: number) =>
  fc.string({
    unit: fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
    minLength,
    maxLength: 60,
  });

const email = fc.emailAddress().filter((address) => /[a-z\d]@/i.test(address) && address.length < 90);

const luhnDigit = (body: string): string => "0123456789".split("").find((digit) => hasLuhnSum(body + digit)) ?? "";

const grouped = (text: string, gap: string, sizes: number[]): string => {
  let rest = text;
  const parts = sizes.map((size) => {
    const part = rest.slice(0, size);
    rest = rest.slice(size);
    return part;
  });
  return [...parts, rest].filter(Boolean).join(gap);
};

const layouts: Record<number, number[]> = {
  13: [4, 4, 5],
  14: [4, 6, 4],
  15: [4, 6, 5],
  16: [4, 4, 4, 4],
  19: [4, 4, 4, 4, 3],
};

const card = fc
  .tuple(
    fc.constantFrom("4", "51", "2221", "34", "36", "6011"),
    fc.constantFrom(13, 14, 15, 16, 19),
    digits(18),
    fc.constantFrom("", " ", "-"),
  )
  .map(([issuer, length, random, gap]) => {
    const body = (issuer + random).slice(0, length - 1);
    return grouped(body + luhnDigit(body), gap, layouts[length] ?? []);
  });

const forms = [
  ["DE", 22],
  ["NO", 15],
  ["GB", 22],
  ["FR", 27],
  ["BE", 16],
  ["MT", 31],
] as const;

const iban = fc
  .tuple(fc.constantFrom(...forms), digits(30), fc.constantFrom("", " "))
  .map(([[country, length], random, gap]) => {
    const account = random.slice(0, length - 4);
    const check = Array.from({ length: 97 }, (_, n) => String(n + 2).padStart(2, "0")).find((two) =>
      hasRightCheckDigits(country + two + account),
    );
    return grouped(country + check + account, gap, [4, 4, 4, 4, 4, 4, 4, 4]);
  });

const jwt = fc
  .tuple(base64url(10), base64url(10), base64url(10))
  .map(([header, payload, signature]) => `eyJ${header}.eyJ${payload}.${signature}`);

const password = fc.string({
  unit: fc.constantFrom(..."abcdefghkmnpqrstuvwxyz23456789!$*"),
  minLength: 8,
  maxLength: 20,
});

export const planted: Record<string, fc.Arbitrary<Planted>> = {
  email: email.map(itself),
  card: card.map(itself),
  iban: iban.map(itself),
  jwt: jwt.map(itself),
  "bearer-token": base64url(24).map((secret) => ({ text: `Bearer ${secret}`, secret })),
  "url-password": fc
    .tuple(password, fc.constantFrom("ftp://ann:@@db.example/x", "/cb?password=@", "see access_token=@&a=1"))
    .map(([secret, place]) => ({ text: place.replace("@", () => secret), secret })),
};

export const anyPlanted = fc.oneof(...Object.values(planted));
