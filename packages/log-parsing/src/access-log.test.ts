import { describe, expect, it } from "vitest";
import { parseCombined } from "./access-log.ts";

const parse = (line: string) => {
  const parsed = parseCombined(line);
  return parsed && { time: parsed.timeUnixNano, ...Object.fromEntries(parsed.attributes) };
};

describe("a line of an access log", () => {
  it("is read in the common format, from Apache's manual", () => {
    const line = '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326';
    expect(parse(line)).toEqual({
      time: 971_211_336_000_000_000n,
      "client.address": "127.0.0.1",
      "user.name": "frank",
      "http.request.method": "GET",
      "url.path": "/apache_pb.gif",
      "network.protocol.version": "1.0",
      "http.response.status_code": 200,
      "http.response.body.size": 2_326,
    });
  });

  it("is read in the combined format, from Apache's manual", () => {
    const line =
      '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326 "http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"';
    expect(parse(line)).toMatchObject({
      "http.request.header.referer": "http://www.example.com/start.html",
      "user_agent.original": "Mozilla/4.08 [en] (Win98; I ;Nav)",
    });
  });

  it("is read as nginx writes it: IPv6, HTTP/2, a query, escaped quotes and bytes", () => {
    const line = String.raw`2001:db8::7 - - [22/Nov/2026:10:00:00 +0000] "POST /search?q=caf%C3%A9 HTTP/2.0" 499 0 "-" "a \x22b\x22 caf\xC3\xA9"`;
    expect(parse(line)).toMatchObject({
      "client.address": "2001:db8::7",
      "url.path": "/search",
      "url.query": "q=caf%C3%A9",
      "network.protocol.version": "2.0",
      "http.response.status_code": 499,
      "user_agent.original": 'a "b" café',
    });
  });

  it("is read although its request is none, and although there is more behind it", () => {
    const scan = String.raw`10.0.0.1 - - [22/Nov/2026:10:00:00 +0000] "\x16\x03\x01\x00" 400 157 "-" "-" rt=0.001`;
    expect(parse(scan)).toMatchObject({ "http.response.status_code": 400, "http.response.body.size": 157 });
    expect(parse(scan)).not.toHaveProperty("http.request.method");
    const nothing = '10.0.0.1 - - [22/Nov/2026:10:00:00 +0000] "-" 408 -';
    expect(parse(nothing)).toMatchObject({ "http.response.status_code": 408, "http.response.body.size": 0 });
  });

  it.each([
    ["an empty line", ""],
    ["prose", 'she said - yes [today] "GET it" 200 times'],
    ["a time that is none", '127.0.0.1 - - [31/Feb/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 1'],
    ["a request without an end", '127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0 200 1'],
    ["a status that is none", '127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" OK 1'],
    ["no size", '127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200'],
  ])("is not %s", (_, line) => {
    expect(parse(line)).toBeUndefined();
  });
});
