import { expect, it } from "vitest";
import { type AccessKey, isSignedBy, type SignedRequest } from "./signature.ts";

// The example "GET Object" of S3's own documentation of Signature Version 4.
const key: AccessKey = { keyId: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
const at = Date.UTC(2013, 4, 24);
const headers = {
  host: "examplebucket.s3.amazonaws.com",
  range: "bytes=0-9",
  "x-amz-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "x-amz-date": "20130524T000000Z",
  authorization:
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request," +
    "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date," +
    "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
};
const example: SignedRequest = { method: "GET", url: "/test.txt", headers };
const signedWith = (from: string, to: string) => ({
  ...example,
  headers: { ...headers, authorization: headers.authorization.replace(from, to) },
});

it("takes the example of the documentation", () => expect(isSignedBy(key, example, at)).toBe(true));

it("takes the documentation's example of a list", () => {
  const list = {
    method: "GET",
    url: "/?max-keys=2&prefix=J",
    headers: {
      host: headers.host,
      "x-amz-content-sha256": headers["x-amz-content-sha256"],
      "x-amz-date": headers["x-amz-date"],
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request," +
        "SignedHeaders=host;x-amz-content-sha256;x-amz-date," +
        "Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    },
  };
  expect(isSignedBy(key, list, at)).toBe(true);
});

it.each<[string, { by?: AccessKey; request?: SignedRequest; now?: number }]>([
  ["another secret", { by: { ...key, secret: "x" } }],
  ["another key", { by: { ...key, keyId: "x" } }],
  ["another path", { request: { ...example, url: "/test.txt2" } }],
  ["another query", { request: { ...example, url: "/test.txt?x=1" } }],
  ["another method", { request: { ...example, method: "HEAD" } }],
  ["another range", { request: { ...example, headers: { ...headers, range: "bytes=0-99" } } }],
  ["an old signature", { now: at + 16 * 60_000 }],
  ["a signature of the future", { now: at - 16 * 60_000 }],
  ["no time", { request: { ...example, headers: { ...headers, "x-amz-date": "" } } }],
  ["no signature", { request: { ...example, headers: { host: headers.host } } }],
  ["an unsigned host", { request: signedWith("host;", "") }],
  ["a short signature", { request: signedWith("f0e8bd", "") }],
])("refuses %s", (_, { by = key, request = example, now = at }) => expect(isSignedBy(by, request, now)).toBe(false));
