import { describe, expect, it } from "vitest";
import { ProjectSettings, RedactionRule } from "./project-settings.ts";

const rule = { name: "plate", selector: "props.*", pattern: { regex: "[A-Z]{2}-\\d{4}" }, method: "mask" };

describe("a project's settings", () => {
  it("have sane defaults", () => {
    expect(ProjectSettings.parse({})).toEqual({
      redaction: { defaults: true, rules: [] },
      quota: { eventsPerMinute: null, eventsPerDay: null },
      sampling: { rate: 1, slowMs: 2_000 },
      archive: { rate: 0 },
      logs: { pipelines: [] },
    });
  });

  it("refuse to sample everything away", () => {
    expect(ProjectSettings.safeParse({ sampling: { rate: 0 } }).success).toBe(false);
  });
});

describe("a redaction rule", () => {
  it.each([
    "message",
    "userId",
    "props.token",
    "props.user.email",
    "props.a b",
    "props.*",
    "attribution.url",
    "**",
    "breadcrumbs.message",
    "body",
    "attributes.http.request.header.cookie",
    "resource.*",
    "events.attributes.exception.message",
    "statusMessage",
  ])("selects %s", (selector) => {
    expect(RedactionRule.safeParse({ ...rule, selector }).success).toBe(true);
  });

  it.each([
    "",
    "props",
    "props.",
    ".props",
    "mesage",
    "breadcrumbs",
    "breadcrumbs.time",
    "id",
    "a.b",
    "**.x",
    "attributes",
    "events.attributes.",
    "body.password",
  ])("does not select %j", (selector) => {
    expect(RedactionRule.safeParse({ ...rule, selector }).success).toBe(false);
  });

  it("is a preset, a regex or the whole value", () => {
    const patterns = [{ preset: "iban" }, { whole: true }, { regex: "x" }];
    expect(patterns.every((pattern) => RedactionRule.safeParse({ ...rule, pattern }).success)).toBe(true);
    expect(RedactionRule.safeParse({ ...rule, pattern: { preset: "horoscope" } }).success).toBe(false);
  });
});
