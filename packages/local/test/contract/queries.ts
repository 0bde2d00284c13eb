import { expect, it } from "vitest";
import type { Contract } from "./under-test.ts";

export function queries(contract: () => Contract): void {
  it("answers a ping", async () => {
    expect(await contract().client.ping()).toBe(true);
  });

  it("answers a ping by SELECT, which checks the password", async () => {
    expect(await contract().client.pingBySelect()).toBe(true);
    const stranger = contract().connect(contract().url, { password: "wrong" });
    expect(await stranger.pingBySelect()).toBe(false);
    await stranger.close();
  });

  it("runs DDL and sees its effect", async () => {
    const { client, table } = contract();
    const name = await table("(a UInt8) ENGINE = Memory");
    const shown = await client.query(`SHOW TABLES LIKE '${name}'`);
    expect(await shown.json()).toEqual([{ name }]);
    await client.command(`DROP TABLE ${name}`);
    expect(await (await client.query(`EXISTS TABLE ${name}`)).json()).toEqual([{ result: 0 }]);
  });

  it("answers JSON with meta, rows and statistics", async () => {
    const set = await contract().client.query("SELECT number AS n, toString(number) AS s FROM numbers(3)", {
      format: "JSON",
    });
    const answer = await set.json<{ meta: unknown; data: unknown; rows: number; statistics: object }>();
    expect(answer.meta).toEqual([
      { name: "n", type: "UInt64" },
      { name: "s", type: "String" },
    ]);
    expect(answer.data).toHaveLength(3);
    expect(answer.rows).toBe(3);
    expect(answer.statistics).toHaveProperty("elapsed");
  });

  const sql = "SELECT number AS n, concat('x', toString(number)) AS s FROM numbers(2)";
  it.each([
    ["JSONEachRow", '{"n":0,"s":"x0"}\n{"n":1,"s":"x1"}\n'],
    ["JSONCompactEachRow", '[0, "x0"]\n[1, "x1"]\n'],
    ["JSONStringsEachRow", '{"n":"0","s":"x0"}\n{"n":"1","s":"x1"}\n'],
    ["JSONCompactEachRowWithNamesAndTypes", '["n", "s"]\n["UInt64", "String"]\n[0, "x0"]\n[1, "x1"]\n'],
    ["CSV", '0,"x0"\n1,"x1"\n'],
    ["CSVWithNames", '"n","s"\n0,"x0"\n1,"x1"\n'],
    ["TabSeparated", "0\tx0\n1\tx1\n"],
    ["TabSeparatedWithNames", "n\ts\n0\tx0\n1\tx1\n"],
    ["TabSeparatedRaw", "0\tx0\n1\tx1\n"],
  ] as const)("answers in %s", async (format, expected) => {
    const set = await contract().client.query(sql, {
      format,
      clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    });
    expect(await set.text()).toBe(expected);
  });

  it.each(["JSONColumns", "JSONObjectEachRow", "JSONCompact", "JSONStrings", "JSONColumnsWithMetadata"])(
    "answers in %s",
    async (format) => {
      const { bytes } = await contract().client.exec(`SELECT 'a' AS s FORMAT ${format}`);
      expect(JSON.stringify(JSON.parse(bytes.toString()))).toContain('"a"');
    },
  );

  it("answers Parquet as it is", async () => {
    const { bytes } = await contract().client.exec("SELECT number FROM numbers(5) FORMAT Parquet");
    expect(bytes.subarray(0, 4).toString()).toBe("PAR1");
    expect(bytes.subarray(-4).toString()).toBe("PAR1");
  });

  it("answers RowBinary as it is", async () => {
    const { bytes } = await contract().client.exec("SELECT toUInt8(10), 'a\\n\\nb' FORMAT RowBinary");
    expect([...bytes]).toEqual([10, 4, 97, 10, 10, 98]);
  });

  it("answers a result without rows", async () => {
    const { client } = contract();
    expect(await (await client.query("SELECT 1 AS a WHERE 0")).json()).toEqual([]);
    const set = await client.query("SELECT 1 AS a WHERE 0", { format: "JSON" });
    expect(await set.json<object>()).toMatchObject({ rows: 0, data: [] });
  });

  it("keeps 64-bit integers, floats, dates and nested values apart", async () => {
    const set = await contract().client.query(
      "SELECT 18446744073709551615 AS u, toInt64(-9007199254740993) AS i, 0.5 AS f, toDate('2026-02-03') AS d, [1, 2] AS a, map('k', 'v') AS m, NULL AS n, (1, 'x') AS t",
      { clickhouse_settings: { output_format_json_quote_64bit_integers: 1 } },
    );
    expect(await set.json()).toEqual([
      {
        u: "18446744073709551615",
        i: "-9007199254740993",
        f: 0.5,
        d: "2026-02-03",
        a: [1, 2],
        m: { k: "v" },
        n: null,
        t: [1, "x"],
      },
    ]);
  });

  it("takes SQL with comments, line breaks, unicode and a quoted semicolon", async () => {
    const set = await contract().client.query("-- first\nSELECT /* ; */\n  'a;b' AS s, 'Привет 🌍' AS u");
    expect(await set.json()).toEqual([{ s: "a;b", u: "Привет 🌍" }]);
  });

  it("reads columns that are called like clauses", async () => {
    const { client, table } = contract();
    const name = await table("(format String, settings String) ENGINE = Memory");
    await client.insert(name, [{ format: "f", settings: "s" }], { format: "JSONEachRow" });
    expect(await (await client.query(`SELECT format, settings FROM ${name}`)).json()).toEqual([
      { format: "f", settings: "s" },
    ]);
  });

  it("runs WITH, UNION ALL in parentheses, DESCRIBE and EXPLAIN", async () => {
    const { client } = contract();
    expect(await (await client.query("WITH 2 AS two SELECT two AS n")).json()).toEqual([{ n: 2 }]);
    expect(await (await client.query("(SELECT 1 AS n) UNION ALL (SELECT 1)")).json()).toEqual([{ n: 1 }, { n: 1 }]);
    expect(await (await client.query("DESCRIBE TABLE numbers(1)")).text()).toContain("UInt64");
    expect(await (await client.query("EXPLAIN SELECT 1")).text()).toContain("explain");
  });

  it("echoes a query id, and makes one when none is given", async () => {
    const { client } = contract();
    const id = `my-${crypto.randomUUID()}`;
    expect((await client.command("SELECT 1 FORMAT Null", { query_id: id })).queryId).toBe(id);
    expect((await client.command("SELECT 1 FORMAT Null")).queryId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("tells time, result rows and the format in headers", async () => {
    const set = await contract().client.query("SELECT number FROM numbers(7)");
    await set.text();
    expect(set.headers["x-clickhouse-format"]).toBe("JSONEachRow");
    expect(String(set.headers["content-type"])).toContain("application/x-ndjson");
    expect(set.headers).toHaveProperty("x-clickhouse-timezone");
    expect(set.headers).toHaveProperty("x-clickhouse-server-display-name");
    const summary = JSON.parse(String(set.headers["x-clickhouse-summary"]));
    expect(Number(summary.elapsed_ns)).toBeGreaterThan(0);
  });

  it("runs in the database that the client names", async () => {
    const { client, database } = contract();
    expect(await (await client.query("SELECT currentDatabase() AS d")).json()).toEqual([{ d: database }]);
  });

  it("compresses answers", async () => {
    const { connect, url } = contract();
    const client = connect(url, { compression: true });
    const set = await client.query("SELECT number, repeat('x', 100) AS pad FROM numbers(20000)");
    expect(await set.json<object[]>()).toHaveLength(20_000);
    await client.close();
  });
}
