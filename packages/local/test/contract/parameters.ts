import { expect, it } from "vitest";
import type { Contract } from "./under-test.ts";

const awkward = "it's \"quoted\" \\ back`tick`\ttab\nline\r\n\n'; DROP TABLE x; -- \u0001 é 🌍 {p:String} \\N";

/** Type, value as the client sends it, and what comes back. */
const cases: [type: string, value: unknown, expected: unknown][] = [
  ["String", "plain", "plain"],
  ["String", "", ""],
  ["String", awkward, awkward],
  ["UInt8", 255, 255],
  ["Int32", -5, -5],
  ["UInt64", "18446744073709551615", "18446744073709551615"],
  ["UInt64", 9007199254740993n, "9007199254740993"],
  ["Int64", "-9223372036854775808", "-9223372036854775808"],
  ["Float64", 0.1, 0.1],
  ["Float64", -1e300, -1e300],
  ["Decimal(18, 4)", "12345.6789", 12345.6789],
  ["Bool", true, true],
  ["Bool", false, false],
  ["Date", "2026-11-22", "2026-11-22"],
  ["DateTime64(3, 'UTC')", "2026-11-22 10:11:12.123", "2026-11-22 10:11:12.123"],
  ["DateTime64(3, 'UTC')", new Date("2026-11-22T10:11:12.123Z"), "2026-11-22 10:11:12.123"],
  ["UUID", "61f0c404-5cb3-11e7-907b-a6006ad3dba0", "61f0c404-5cb3-11e7-907b-a6006ad3dba0"],
  ["Nullable(String)", null, null],
  ["Nullable(String)", "\\N", "\\N"],
  ["Nullable(UInt32)", 7, 7],
  ["Array(String)", ["a'b", 'c"d', "e\\f", "g\th\ni", ""], ["a'b", 'c"d', "e\\f", "g\th\ni", ""]],
  ["Array(UInt32)", [], []],
  ["Array(Array(Int8))", [[1, -2], []], [[1, -2], []]],
  ["Array(Nullable(String))", ["a", null], ["a", null]],
  ["Map(String, UInt8)", { a: 1, "b'c": 2 }, { a: 1, "b'c": 2 }],
  ["Enum8('a' = 1, 'b' = 2)", "b", "b"],
  ["IPv4", "127.0.0.1", "127.0.0.1"],
  ["LowCardinality(String)", "low", "low"],
];

export function parameters(contract: () => Contract): void {
  it.each(cases)("binds %s, case %#", async (type, value, expected) => {
    const set = await contract().client.query(`SELECT {p:${type}} AS v`, {
      query_params: { p: value },
      clickhouse_settings: { output_format_json_quote_64bit_integers: 1 },
    });
    expect(await set.json()).toEqual([{ v: expected }]);
  });

  it("binds a tuple", async () => {
    const { client } = contract();
    const set = await client.query("SELECT {p:Tuple(UInt8, String)} AS v", {
      query_params: { p: client.tuple([1, "x"]) },
    });
    expect(await set.json()).toEqual([{ v: [1, "x"] }]);
  });

  it("binds identifiers", async () => {
    const { client, database, table } = contract();
    const name = await table("(`odd``name` UInt8) ENGINE = Memory");
    await client.command(`INSERT INTO ${name} VALUES (3)`);
    const set = await client.query("SELECT {c:Identifier} AS v FROM {d:Identifier}.{t:Identifier}", {
      query_params: { c: "odd`name", d: database, t: name },
    });
    expect(await set.json()).toEqual([{ v: 3 }]);
  });

  it("binds many at once, in WHERE and LIMIT", async () => {
    const set = await contract().client.query(
      "SELECT number AS n FROM numbers(100) WHERE n >= {from:UInt32} AND n IN {set:Array(UInt32)} ORDER BY n LIMIT {limit:UInt8}",
      { query_params: { from: 10, set: [5, 12, 11, 40], limit: 2 } },
    );
    expect((await set.json<{ n: number | string }[]>()).map(({ n }) => Number(n))).toEqual([11, 12]);
  });

  it("keeps concurrent values apart", async () => {
    const ask = async (n: number) => {
      const set = await contract().client.query("SELECT {p:UInt32} AS v, {q:String} AS s", {
        query_params: { p: n, q: `s${n}` },
      });
      expect(await set.json()).toEqual([{ v: n, s: `s${n}` }]);
    };
    await Promise.all(Array.from({ length: 40 }, (_, n) => ask(n)));
  });

  it("forgets values after the request", async () => {
    const { client } = contract();
    await (await client.query("SELECT {once:String}", { query_params: { once: "secret" } })).text();
    for (let i = 0; i < 10; i += 1) {
      await expect(client.query("SELECT {once:String}")).rejects.toMatchObject({
        code: "456",
        type: "UNKNOWN_QUERY_PARAMETER",
      });
    }
  });

  it("refuses a value of another type", async () => {
    const asked = contract().client.query("SELECT {p:UInt8}", { query_params: { p: "not a number" } });
    await expect(asked).rejects.toMatchObject({ type: "BAD_QUERY_PARAMETER" });
  });

  it("takes parameters that are too long for an address", async () => {
    const long = Array.from({ length: 5_000 }, (_, n) => `value-${n}`);
    const set = await contract().client.query("SELECT length({p:Array(String)}) AS n", {
      query_params: { p: long },
      use_multipart_params: true,
    });
    expect((await set.json<{ n: number | string }[]>()).map(({ n }) => Number(n))).toEqual([5_000]);
  });

  it("binds values in DDL and in INSERT … SELECT", async () => {
    const { client, table } = contract();
    const name = await table("(a UInt32, s String) ENGINE = Memory");
    await client.command(`INSERT INTO ${name} SELECT {a:UInt32}, {s:String}`, { query_params: { a: 4, s: awkward } });
    expect(await (await client.query(`SELECT a, s FROM ${name}`)).json()).toEqual([{ a: 4, s: awkward }]);
    await client.command("DROP TABLE {t:Identifier}", { query_params: { t: name } });
  });
}
