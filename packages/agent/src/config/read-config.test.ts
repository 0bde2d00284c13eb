import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../test/agent-of.ts";
import { ConfigFaults, readConfig } from "./read-config.ts";

const examples = join(import.meta.dirname, "..", "..", "examples");

function read(text: string) {
  const path = join(makeFolder(), "agent.yaml");
  writeFileSync(path, text);
  return readConfig(path, {});
}
const inputs = "inputs: [{ type: tail, paths: [/var/log/a.log] }]\n";
const right = `endpoint: https://ingest.example\n${inputs}`;

describe("a config", () => {
  it("needs an endpoint and an input, and has defaults for the rest", () => {
    const config = read(right);
    expect(config.inputs.map(({ name }) => name)).toEqual(["tail:/var/log/a.log"]);
    expect(config.buffer).toEqual({ maxBytes: 512_000_000, maxMemoryBytes: 8_000_000 });
    expect(config.mask).toContain("email");
  });

  it.each(readdirSync(examples).filter((name) => name.endsWith(".yaml")))("of the examples is right: %s", (name) => {
    expect(readFileSync(join(examples, name), "utf8")).toContain("endpoint:");
    expect(readConfig(join(examples, name), {}).inputs.length).toBeGreaterThan(0);
  });

  it("is completed by flags", () => {
    const config = readConfig(undefined, { endpoint: "http://localhost:8787", inputs: [{ type: "stdin" }] });
    expect(config.inputs.map(({ name }) => name)).toEqual(["stdin"]);
  });

  it.each([
    [inputs, /:1: endpoint: must be the address|agent\.yaml: endpoint: must be/],
    [`${right}bufer: 1\n`, /does not know bufer/],
    [`endpoint: https://a.example\n`, /inputs: must have at least one input/],
    [
      `endpoint: https://a.example\ninputs:\n  - type: tial\n`,
      /:3: inputs\[0\]\.type: must be one of tail, stdin, host, syslog, otlp, prometheus, journald/,
    ],
    [
      `endpoint: https://a.example\ninputs:\n  - type: tail\n    paths: [a]\n    pollInterval: soon\n`,
      /:5: inputs\[0\]\.pollInterval: must be such as 500ms/,
    ],
    [
      `endpoint: https://a.example\ninputs:\n  - type: tail\n    paths: [a]\n    multiline: { startPattern: "(?=a)" }\n`,
      /:5: inputs\[0\]\.multiline\.startPattern: is no RE2 expression/,
    ],
    [`${right}buffer: { maxBytes: 1kB }\n`, /:3: buffer\.maxBytes: must be 1MB to 100GB/],
    [
      `endpoint: https://a.example\ninputs: [{ type: stdin }, { type: stdin }]\n`,
      /another input is stdin: give each a name/,
    ],
    ["endpoint: [\n", /agent\.yaml:2: /],
    ["- a\n", /must be a map of options/],
  ])("is refused with its fault and where it stands: %j", (text, fault) => {
    expect(() => read(text)).toThrow(ConfigFaults);
    expect(() => read(text)).toThrow(fault);
  });

  it("that is not there is refused by its name", () => {
    expect(() => readConfig("/nowhere/agent.yaml", {})).toThrow("/nowhere/agent.yaml: cannot be read");
  });
});
