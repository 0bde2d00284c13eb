import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** A request as its sender signed it: `url` is path and query as they came, header names are in lower case. */
export type SignedRequest = {
  method: string;
  url: string;
  headers: Record<string, string | string[] | undefined>;
};

export type AccessKey = { keyId: string; secret: string };

/** How old a signature may be, and how far ahead its clock. */
const maxSkewMs = 15 * 60_000;

/**
 * Whether a request bears a valid AWS Signature Version 4 of this key, as S3's documentation describes it
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html). Bodies are not looked at: readers send none.
 */
export function isSignedBy({ keyId, secret }: AccessKey, request: SignedRequest, now: number): boolean {
  const header = (name: string): string => String(request.headers[name] ?? "");
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8}\/[\w-]+\/s3\/aws4_request), ?SignedHeaders=([\w;-]+), ?Signature=([\da-f]{64})$/;
  const [, given, scope = "", names = "", signature = ""] = form.exec(header("authorization")) ?? [];
  const time = header("x-amz-date");
  const signed = names.split(";");
  if (given === undefined || !signed.includes("host") || !signed.includes("x-amz-date")) return false;
  if (!(Math.abs(parseTime(time) - now) <= maxSkewMs)) return false;
  const [path = "", query = ""] = request.url.split("?", 2);
  const canonical = [
    request.method,
    path,
    canonicalQuery(query),
    ...signed.map((name) => `${name}:${header(name).trim().replace(/ +/g, " ")}`),
    "",
    names,
    header("x-amz-content-sha256"),
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", time, scope, createHash("sha256").update(canonical).digest("hex")].join("\n");
  const key = scope.split("/").reduce<Buffer | string>((parent, part) => hmac(parent, part), `AWS4${secret}`);
  const isKey = sameText(given, keyId);
  return sameText(hmac(key, toSign).toString("hex"), signature) && isKey;
}

const hmac = (key: Buffer | string, text: string): Buffer => createHmac("sha256", key).update(text).digest();

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
const sameText = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

/** `20261122T160245Z` */
const parseTime = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const canonicalQuery = (query: string): string =>
  Array.from(new URLSearchParams(query), ([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
