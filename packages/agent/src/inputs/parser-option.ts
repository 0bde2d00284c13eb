import { LogPipeline } from "@perigee/schema";
import { z } from "zod";

/**
 * How lines are read: `auto` takes JSON, syslog, nginx' and Apache's access logs and logfmt for what they are, and leaves others alone.
 * It becomes the pipeline that does so, none for `none`.
 */
export const ParserOption = z
  .enum(["auto", "json", "logfmt", "combined", "syslog", "docker", "none"])
  .default("auto")
  .transform((name) => (name === "none" ? undefined : LogPipeline.parse({ name: "agent", steps: stepsOf(name) })));

function stepsOf(name: string): object[] {
  const usual = [{ kind: "severity" }, { kind: "timestamp" }, { kind: "trace" }, { kind: "message" }];
  if (name !== "docker") return [{ kind: "parse", format: name }, ...usual];
  // Docker's json-file driver wraps each line that a container writes: {"log":"…\n","stream":"stdout","time":"…"}.
  return [
    { kind: "parse", format: "json" },
    { kind: "timestamp", from: ["time"] },
    { kind: "message", from: ["log"] },
    { kind: "rename", fields: { stream: "log.iostream" } },
    { kind: "parse", format: "auto" },
    ...usual,
  ];
}
