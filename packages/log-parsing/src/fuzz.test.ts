import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attributesOf, compile, logsOf, pipelineOf, recordOf } from "../test/records.ts";
import { parseCombined } from "./access-log.ts";
import { parseJsonLine } from "./json-line.ts";
import { parseLogfmt } from "./logfmt.ts";
import { parseAuto } from "./parse-auto.ts";
import { findSeverity } from "./severity.ts";
import { parseSyslog } from "./syslog.ts";

const parsers = { parseAuto, parseCombined, parseJsonLine, parseLogfmt, parseSyslog, findSeverity };
const each = Object.entries(parsers);

/** Lines of each format, in which something is cut out or put in. */
const sound = [
  '{"level":"info","http":{"status":200},"id":12345678901234567890}',
  'level=info msg="a \\"b\\"" n=1',
  String.raw`1.2.3.4 - u [22/Nov/2026:10:00:00 +0000] "GET /?q HTTP/1.1" 200 5 "-" "\xC3\xA9"`,
  '<165>1 2003-10-11T22:14:15.003Z host app 1 ID47 [a@1 b="c\\]"][d e="f"] text',
  "<34>Oct 11 22:14:15 mymachine su[1]: 'su root' failed",
];
const broken = fc
  .tuple(fc.constantFrom(...sound), fc.nat(90), fc.nat(20), fc.string({ unit: "binary", maxLength: 8 }))
  .map(([line, place, cut, put]) => line.slice(0, place) + put + line.slice(place + cut));
const bytes = fc.uint8Array({ maxLength: 300 }).map((given) => new TextDecoder("latin1").decode(given));

describe.each(each)("%s", (_, parse) => {
  it("answers for every line, broken or binary", () => {
    fc.assert(
      fc.property(fc.oneof(broken, bytes, fc.string({ unit: "binary" })), (line) => {
        const parsed = parse(line);
        expect(parsed === undefined || typeof parsed === "object").toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  // What looks at each character of a million once for each other takes minutes; these take milliseconds.
  it.each([
    ["blanks", " ", ""],
    ["line breaks", "\n", "x"],
    ["quotes", '"', ""],
    ["backslashes", "\\", '"'],
    ["brackets", "[", ""],
    ["pairs", "a=1 ", ""],
    ["open objects", '{"a":', ""],
    ["words", "error ", ""],
    ["escapes", "\\x41", ""],
    ["hyphens", "- ", ""],
  ])("is done with a million characters of %s", (_name, unit, end) => {
    const filling = unit.repeat(1_000_000 / unit.length) + end;
    const heads = [
      "",
      'msg="',
      "<34>1 - - - - - ",
      '<34>1 - - - - - [a b="',
      '1.2.3.4 - - [22/Nov/2026:10:00:00 +0000] "',
    ];
    for (const head of heads) expect(() => parse(head + filling)).not.toThrow();
  });
});

describe("pipelines", () => {
  it("take every body", () => {
    const run = compile(
      pipelineOf([
        { kind: "parse", format: "auto" },
        { kind: "parse", format: { regex: "(?P<a>.)(?P<b>\\d+)?" } },
        { kind: "severity", from: ["body", "level"] },
        { kind: "timestamp" },
        { kind: "trace" },
        { kind: "message" },
        { kind: "redact", fields: ["*"], method: "ip-prefix" },
      ]),
    );
    fc.assert(
      fc.property(fc.oneof(broken, bytes), (line) => {
        const record = run(logsOf([recordOf(line)]))[0]?.items[0];
        expect(Object.values(attributesOf(record)).every((value) => typeof value === "string")).toBe(true);
      }),
    );
  });
});
