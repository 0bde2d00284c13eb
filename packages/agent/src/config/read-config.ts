import { readFileSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { AgentConfig } from "./agent-config.ts";

/** What keeps the agent from starting: every fault that was found, a line each. */
export class ConfigFaults extends Error {
  constructor(faults: string[], options?: ErrorOptions) {
    super(faults.join("\n"), options);
  }
}

type Given = { [option: string]: unknown };

/** Reads the config file, lays the flags' options over it and checks both. Throws ConfigFaults. */
export function readConfig(path: string | undefined, flags: Given): AgentConfig {
  const file = path === undefined ? emptyFile : readYaml(path);
  const inputs = [...listOf(file.content["inputs"]), ...listOf(flags["inputs"])];
  const buffer =
    flags["buffer"] === undefined ? {} : { buffer: Object.assign({}, file.content["buffer"], flags["buffer"]) };
  const given = { ...file.content, ...flags, ...buffer, inputs };
  const checked = AgentConfig.safeParse(given);
  if (checked.success) return checked.data;
  throw new ConfigFaults(
    checked.error.issues.map((issue) => `${file.placeOf(issue.path)}${nameOf(issue.path)}: ${messageOf(issue)}`),
  );
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

type ConfigFile = { content: Given; placeOf: (path: PropertyKey[]) => string };

const emptyFile: ConfigFile = { content: {}, placeOf: () => "" };

function readYaml(path: string): ConfigFile {
  const text = readText(path);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0)
    throw new ConfigFaults(
      document.errors.map(({ message, pos }) => `${path}:${lines.linePos(pos[0]).line}: ${message}`),
    );
  const content: unknown = document.toJS() ?? {};
  if (typeof content !== "object" || Array.isArray(content))
    throw new ConfigFaults([`${path}: must be a map of options, such as endpoint: https://ingest.example.com`]);
  return {
    content: { ...content },
    placeOf: (wanted) => {
      // An option that is missing has no place of its own: that of what it is missing in is told.
      for (let length = wanted.length; length > 0; length--) {
        const node: unknown = document.getIn(wanted.slice(0, length), true);
        if (hasRange(node)) return `${path}:${lines.linePos(node.range[0]).line}: `;
      }
      return `${path}: `;
    },
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigFaults([`${path}: cannot be read: ${reason}`], { cause });
  }
}

const hasRange = (node: unknown): node is { range: [number, number, number] } =>
  typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range);

/** `inputs[0].multiline.startPattern` */
const nameOf = (path: PropertyKey[]): string =>
  path.reduce<string>((name, key) => {
    if (typeof key === "number") return `${name}[${key}]`;
    return name === "" ? String(key) : `${name}.${String(key)}`;
  }, "") || "the config";

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return `does not know ${issue.keys.join(", ")}`;
  if (issue.code === "invalid_type" && issue.input === undefined && issue.message.startsWith("Invalid input"))
    return `is missing, or not ${issue.expected}`;
  return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
}
