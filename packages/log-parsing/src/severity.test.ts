import { describe, expect, it } from "vitest";
import { findSeverity, severityOf } from "./severity.ts";

describe("a level", () => {
  it.each([
    ["INFO", 9],
    ["Warning", 13],
    [" err ", 17],
    ["crit", 18],
    ["emerg", 21],
    ["W", 13],
    ["trace", 1],
    ["50", 17],
  ])("%j has the number %i", (level, number) => {
    expect(severityOf(level)?.severityNumber).toBe(number);
  });

  it.each(["", "great", "information overload and more", "-1", "0", "null"])("is not %j", (level) => {
    expect(severityOf(level)).toBeUndefined();
  });

  it.each([
    ["pino", [10, 20, 30, 35, 40, 50, 60, 90], [1, 5, 9, 9, 13, 17, 21, 21]],
    ["syslog", [7, 6, 5, 4, 3, 2, 1, 0], [5, 9, 10, 13, 17, 18, 19, 21]],
    ["python", [5, 10, 20, 30, 40, 50], [1, 5, 9, 13, 17, 21]],
    ["otel", [1, 8, 9, 13, 20, 24], [1, 8, 9, 13, 20, 24]],
  ] as const)("is read on the scale of %s", (scale, levels, expected) => {
    expect(levels.map((level) => severityOf(level, scale)?.severityNumber)).toEqual(expected);
  });

  it.each([
    ["syslog", 8],
    ["otel", 0],
    ["otel", 25],
    ["otel", 1.5],
    ["syslog", 1.5],
    ["pino", Number.NaN],
    ["pino", -10],
    ["pino", 3],
  ] as const)("is not on the scale of %s: %d", (scale, level) => {
    expect(severityOf(level, scale)).toBeUndefined();
  });
});

describe("the level of a plain line", () => {
  it.each([
    ["2015-07-29 17:41:44,747 - WARN  [main] - x", "WARN"],
    ["[Sun Dec 04 04:47:44 2005] [error] mod_jk child in error state", "error"],
    ["time=x level=debug msg=y", "debug"],
    ["<W> low disk", "W"],
    ["ERROR: it broke", "ERROR"],
  ])("%j is %s", (line, text) => {
    expect(findSeverity(line)?.severityText).toBe(text);
  });

  it.each([
    "it was an error to warn them",
    "[main] started",
    "speaks HTTP badly",
    "ERRORS were found",
    `${" ".repeat(300)} ERROR far behind`,
  ])("is not told by %j", (line) => {
    expect(findSeverity(line)).toBeUndefined();
  });
});
