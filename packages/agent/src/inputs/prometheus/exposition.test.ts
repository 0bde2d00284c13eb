import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Family, familyTypes, parseExposition } from "./exposition.ts";
import { parseSampleLine, parseValue } from "./sample-line.ts";

const recorded = (name: string): string =>
  readFileSync(new URL(`../../../test/data/prometheus/${name}`, import.meta.url), "utf8");

const sampleOf = (line: string) => {
  const sample = parseSampleLine(line);
  return sample && { ...sample, labels: Object.fromEntries(sample.labels) };
};

describe("a line", () => {
  it.each([
    ["up 1", { name: "up", labels: {}, value: 1 }],
    ["up 1 1395066363000", { name: "up", value: 1, timestamp: 1_395_066_363_000 }],
    ['  a:b_c { x = "1" , y="2", } -3.5e-2', { name: "a:b_c", labels: { x: "1", y: "2" }, value: -0.035 }],
    ["a{} +Inf", { labels: {}, value: Number.POSITIVE_INFINITY }],
    ["a NaN", { value: Number.NaN }],
    [
      'a{path="C:\\\\DIR",text="two\\nlines \\"q\\" \\d"} 1',
      { labels: { path: "C:\\DIR", text: 'two\nlines "q" \\d' } },
    ],
    ['a{b="}, # {"} 1', { labels: { b: "}, # {" } }],
    ['{"http.requests",method="GET"} 5', { name: "http.requests", labels: { method: "GET" }, value: 5 }],
    ['a{"label.with.dots"="x"} 1', { labels: { "label.with.dots": "x" } }],
    ["a\t1", { name: "a", value: 1 }],
  ])("is read: %s", (line, expected) => {
    expect(sampleOf(line)).toMatchObject(expected);
  });

  it.each([
    "",
    "a",
    "1a 1",
    "a 1 2 3",
    "a one",
    "a 0x10",
    "a 1 NaN",
    'a{b="c" 1',
    'a{b="c 1',
    "a{b=c} 1",
    'a{b "c"} 1',
    'a{b="c"d="e"} 1',
    'a{"b","c"} 1',
    "{} 1",
  ])("is refused: %j", (line) => {
    expect(parseSampleLine(line)).toBeUndefined();
  });

  it("keeps its sample when its exemplar is wrong", () => {
    expect(sampleOf('a_total 1 # {trace_id="x" 0.5')).toMatchObject({ value: 1, exemplar: undefined });
  });

  it("is read in linear time, however long and odd", () => {
    const labels = `{a="${"\\".repeat(1_000_000)}`;
    const [odd, many] = [`a${labels}`, `a{${'x="1",'.repeat(50_000)}} 1`];
    expect(parseSampleLine(odd)).toBeUndefined();
    expect(parseSampleLine(many)?.value).toBe(1);
    expect(parseExposition(`# HELP "${"\\".repeat(200_000)}\n`, 10).samples).toBe(0);
  });
});

describe("what real programs answered", () => {
  it.each([
    ["node-exporter-1.5.0.txt", false],
    ["prom-client-15.1.3-openmetrics.txt", true],
    ["python-client-0.26.0-openmetrics.txt", true],
  ])("%s is read to its last line", (name, isEnded) => {
    const text = recorded(name);
    const read = parseExposition(text, 100_000);
    const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    expect(read).toMatchObject({ samples: lines.length, faultyLines: 0, isEnded });
  });

  it("puts samples with suffixes to their families", () => {
    const { families } = parseExposition(recorded("python-client-0.26.0-openmetrics.txt"), 1_000);
    expect(families.map(({ name, type, unit, samples }) => `${name} ${type} ${unit} ${samples.length}`)).toEqual([
      "task_duration_seconds histogram seconds 7",
      "jobs counter  2",
      "temperature_celsius gauge celsius 1",
      "build info  1",
      "door stateset  2",
      "payload_bytes summary bytes 3",
    ]);
  });

  it("does not take a metric for part of another one that it only sounds like", () => {
    const text = "# TYPE jobs counter\njobs_total 1\njobs_bucket 2\n# TYPE queue gauge\nqueue 1\nqueue_count 3\n";
    expect(parseExposition(text, 10).families.map(({ name, samples }) => [name, samples.length])).toEqual([
      ["jobs", 1],
      ["jobs_bucket", 1],
      ["queue", 1],
      ["queue_count", 1],
    ]);
  });
});

describe("limits", () => {
  it("stops reading after so many samples, and says so", () => {
    expect(parseExposition("a 1\n".repeat(50), 10).samples).toBe(11);
    expect(parseExposition("a 1\n".repeat(10), 10).samples).toBe(10);
  });

  it("keeps good lines beside bad ones and knows where the first bad one is", () => {
    expect(parseExposition("a 1\n\nb{ 2\r\nc 3\r\n! 4", 10)).toMatchObject({
      samples: 2,
      faultyLines: 2,
      firstFault: 3,
    });
  });
});

/** Characters that mean something in the format, or take several bytes. */
const oddText = fc.string({ unit: fc.constantFrom(...'ab1_ \\"\n\t\r{}=,#é😀\0') });
const names = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,12}$/);
const values = fc.oneof(
  fc.double(),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 1e21),
);
const labels = fc
  .dictionary(fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/), oddText, {
    maxKeys: 4,
    noNullPrototype: true,
  })
  .map((pairs) => new Map(Object.entries(pairs)));
const time = fc.option(fc.integer({ min: 1, max: 2_000_000_000_000 }), { nil: undefined });
const exemplar = fc.option(fc.record({ labels, value: values, timestamp: time }), { nil: undefined });
const family = names.chain((name) =>
  fc.record({
    name: fc.constant(name),
    type: fc.constantFrom(...familyTypes),
    help: oddText.map((help) => help.trim().replaceAll(/[\n\r]/g, "")),
    unit: fc.constantFrom("", "seconds"),
    samples: fc.array(fc.record({ name: fc.constant(name), labels, value: values, timestamp: time, exemplar }), {
      minLength: 1,
    }),
  }),
);
const families = fc.uniqueArray(family, { selector: ({ name }) => name, maxLength: 5 });

it("reads what was written, whatever names, texts and numbers", () => {
  fc.assert(
    fc.property(families, (written) => {
      const read = parseExposition(write(written), 100_000);
      expect(read).toMatchObject({ faultyLines: 0, isEnded: true });
      expect(read.families).toEqual(written);
    }),
  );
});

it("reads any text without an error, and any number as it was", () => {
  const pieces = fc.array(
    fc.oneof(oddText, fc.constantFrom("{", "}", '"', "=", ",", "# ", "\\", "\n", "a", " 1", "# TYPE a histogram\n")),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      parseExposition(parts.join(""), 100);
    }),
  );
  fc.assert(
    fc.property(fc.double(), (value) => {
      expect(parseValue(numberText(value))).toBe(value);
    }),
  );
});

function write(all: Family[]): string {
  const lines = all.flatMap(({ name, type, help, unit, samples }) => [
    `# HELP ${name} ${escaped(help)}`,
    `# TYPE ${name} ${type}`,
    ...(unit === "" ? [] : [`# UNIT ${name} ${unit}`]),
    ...samples.map(({ exemplar: example, ...sample }) => {
      const line = `${name}${measured(sample)}`;
      return example ? `${line} # ${measured(example)}` : line;
    }),
  ]);
  return `${[...lines, "# EOF"].join("\n")}\n`;
}

type Measured = { labels: Map<string, string>; value: number; timestamp: number | undefined };

const measured = ({ labels: pairs, value, timestamp }: Measured): string =>
  `{${Array.from(pairs, ([key, text]) => `${key}="${escaped(text).replaceAll('"', '\\"')}"`).join(",")}} ${numberText(value)}${timestamp === undefined ? "" : ` ${timestamp}`}`;

const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");

const numberText = (value: number): string =>
  Object.is(value, -0) ? "-0" : String(value).replace("Infinity", "Inf").replace(/^Inf/, "+Inf");
