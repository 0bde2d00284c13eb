import { parseSampleLine, type Sample, unescapeText } from "./sample-line.ts";

export const familyTypes = [
  "counter",
  "gauge",
  "histogram",
  "summary",
  "info",
  "stateset",
  "gaugehistogram",
  "unknown",
] as const;
export type FamilyType = (typeof familyTypes)[number];

export type Family = { name: string; type: FamilyType; help: string; unit: string; samples: Sample[] };

export type Exposition = {
  families: Family[];
  samples: number;
  /** Lines that could not be read, and the number of the first of them, from 1. */
  faultyLines: number;
  firstFault: number | undefined;
  /** Whether `# EOF` ended it, which OpenMetrics demands: without it the text was cut off. */
  isEnded: boolean;
};

/**
 * Reads the Prometheus text format and OpenMetrics. Lines that cannot be read are counted and left out. Reading stops after `mostSamples`, with
 * one more counted.
 * https://prometheus.io/docs/instrumenting/exposition_formats/ https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
export function parseExposition(text: string, mostSamples: number): Exposition {
  const families = new Map<string, Family>();
  const read: Exposition = { families: [], samples: 0, faultyLines: 0, firstFault: undefined, isEnded: false };
  let lineNumber = 0;
  for (let at = 0; at < text.length && read.samples <= mostSamples && !read.isEnded; ) {
    const newline = text.indexOf("\n", at);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(at, end).trimEnd();
    at = end + 1;
    lineNumber++;
    if (line.trimStart().startsWith("#")) read.isEnded = readComment(line, families);
    else if (line !== "" && !readSample(line, families, read)) {
      read.faultyLines++;
      read.firstFault ??= lineNumber;
    }
  }
  read.families = Array.from(families.values());
  return read;
}

function readSample(line: string, families: Map<string, Family>, read: Exposition): boolean {
  const sample = parseSampleLine(line);
  if (!sample) return false;
  read.samples++;
  familyOf(sample.name, families).samples.push(sample);
  return true;
}

const commentPattern = /^\s*#\s+(HELP|TYPE|UNIT)\s+("(?:[^"\\]|\\.){1,1000}"|\S+)(?:\s+(.*))?$/;

/** True at the end of the text. A comment that is neither of the three is only a comment. */
function readComment(line: string, families: Map<string, Family>): boolean {
  if (/^# EOF$/.test(line)) return true;
  const [, keyword, written = "", rest = ""] = commentPattern.exec(line) ?? [];
  if (keyword === undefined) return false;
  const name = written.startsWith('"') ? unescapeText(written.slice(1, -1)) : written;
  const family = families.get(name) ?? addFamily(name, families);
  if (keyword === "HELP") family.help = unescapeText(rest);
  if (keyword === "UNIT") family.unit = rest.trim();
  if (keyword === "TYPE") family.type = familyTypes.find((type) => type === rest.trim()) ?? "unknown";
  return false;
}

function addFamily(name: string, families: Map<string, Family>): Family {
  const family: Family = { name, type: "unknown", help: "", unit: "", samples: [] };
  families.set(name, family);
  return family;
}

/** What a type's samples may be called beside the family's name. */
const suffixes: Record<FamilyType, string[]> = {
  counter: ["_total", "_created"],
  histogram: ["_bucket", "_count", "_sum", "_created"],
  summary: ["_count", "_sum", "_created"],
  info: ["_info"],
  gaugehistogram: ["_bucket", "_gcount", "_gsum"],
  gauge: [],
  stateset: [],
  unknown: [],
};

/** The family of that very name, else the one whose sample this is by its suffix, else one of its own. */
function familyOf(sampleName: string, families: Map<string, Family>): Family {
  const exact = families.get(sampleName);
  if (exact) return exact;
  const underscore = sampleName.lastIndexOf("_");
  const base = underscore > 0 ? families.get(sampleName.slice(0, underscore)) : undefined;
  if (base && suffixes[base.type].includes(sampleName.slice(underscore))) return base;
  return addFamily(sampleName, families);
}
