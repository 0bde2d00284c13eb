import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compile, logsOf, recordOf } from "../test/records.ts";

const page = readFileSync(new URL("../../../docs/log-parsing.md", import.meta.url), "utf8");
const examples = Array.from(page.matchAll(/```json\n([\s\S]*?)```/g), ([, text = ""]) => JSON.parse(text));

const run = (example: number, line: string, service = "nginx") =>
  compile(...examples[example])(logsOf([recordOf(line)], service))[0]?.items[0];

const access = (path: string, status: number) =>
  `192.0.2.7 - - [22/Nov/2026:10:00:00 +0000] "GET ${path} HTTP/1.1" ${status} 5 "-" "-"`;

describe("the pipelines of docs/log-parsing.md", () => {
  it("read everything", () => {
    expect(run(0, '{"level":50,"msg":"broke"}')).toMatchObject({ body: "broke", severityNumber: 17 });
    expect(run(0, access("/", 200))?.attributes.get("client.address")).toBe("192.0.2.0");
    expect(run(0, "it works")?.attributes.size).toBe(0);
  });

  it("keep what matters of an access log", () => {
    expect(run(1, access("/cart", 500))?.body).toBe("GET /cart 500");
    expect(run(1, access("/health", 200))).toBeUndefined();
    const kept = Array.from({ length: 1_000 }, (_, n) => run(1, access(`/cart/${n}`, 200))).filter((record) => record);
    expect(kept.length).toBeGreaterThan(50);
    expect(kept.length).toBeLessThan(150);
    expect(kept[0]?.weight).toBe(10);
  });

  it("read Apache's errors", () => {
    const line = "[Sun Dec 04 04:47:44 2005] [error] mod_jk child workerEnv in error state 6";
    expect(run(2, line)).toMatchObject({
      timeUnixNano: BigInt(Date.parse("2005-12-04T03:47:44Z")) * 1_000_000n,
      severityText: "error",
      body: "mod_jk child workerEnv in error state 6",
    });
  });
});
