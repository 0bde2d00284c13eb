import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, it } from "vitest";
import type { Contract } from "./under-test.ts";

const columns = "(a UInt32, s String DEFAULT concat('d', toString(a)), n Nullable(Int32))";

export function inserts(contract: () => Contract): void {
  const read = async (table: string, what = "a, s, n") =>
    (await contract().client.query(`SELECT ${what} FROM ${table} ORDER BY a`)).json<Record<string, unknown>[]>();
  const newTable = () => contract().table(`${columns} ENGINE = MergeTree ORDER BY a`);

  it("inserts an array as JSONEachRow and tells how many rows were written", async () => {
    const table = await newTable();
    const { summary } = await contract().client.insert(
      table,
      [
        { a: 1, s: "x", n: null },
        { a: 2, s: "y", n: -1 },
      ],
      {
        format: "JSONEachRow",
      },
    );
    expect(Number(summary?.["written_rows"])).toBe(2);
    expect(await read(table)).toEqual([
      { a: 1, s: "x", n: null },
      { a: 2, s: "y", n: -1 },
    ]);
  });

  it("inserts an array as JSONCompactEachRow", async () => {
    const table = await newTable();
    await contract().client.insert(table, [[1, "x", 5]], { format: "JSONCompactEachRow" });
    expect(await read(table)).toEqual([{ a: 1, s: "x", n: 5 }]);
  });

  it("inserts a whole JSON document", async () => {
    const table = await newTable();
    const meta = [
      { name: "a", type: "UInt32" },
      { name: "s", type: "String" },
    ];
    await contract().client.insert(table, { meta, data: [{ a: 3, s: "z" }] }, { format: "JSON" });
    expect(await read(table, "a, s")).toEqual([{ a: 3, s: "z" }]);
  });

  it("sends nothing for an empty array and takes an empty body", async () => {
    const table = await newTable();
    await contract().client.insert(table, [], { format: "JSONEachRow" });
    await contract().client.exec(`INSERT INTO ${table} FORMAT JSONEachRow`, { body: "" });
    expect(await read(table)).toEqual([]);
  });

  it("fills absent columns with their defaults, as expressions of the row", async () => {
    const table = await newTable();
    await contract().client.insert(table, [{ a: 7 }, { a: 8, s: "given" }, { n: 1, a: 9 }], { format: "JSONEachRow" });
    expect(await read(table)).toEqual([
      { a: 7, s: "d7", n: null },
      { a: 8, s: "given", n: null },
      { a: 9, s: "d9", n: 1 },
    ]);
  });

  it("inserts into named columns", async () => {
    const table = await newTable();
    await contract().client.insert(table, [[4, 40]], { format: "JSONCompactEachRow", columns: ["a", "n"] });
    expect(await read(table)).toEqual([{ a: 4, s: "d4", n: 40 }]);
  });

  it("inserts into all columns except some", async () => {
    const table = await newTable();
    await contract().client.insert(table, [[4, 40]], { format: "JSONCompactEachRow", columns: { except: ["s"] } });
    expect(await read(table)).toEqual([{ a: 4, s: "d4", n: 40 }]);
  });

  it("computes MATERIALIZED and ALIAS columns and takes EPHEMERAL ones", async () => {
    const table = await contract().table(
      "(a UInt32, twice UInt32 MATERIALIZED a * 2, more UInt32 ALIAS a + 1, raw String EPHEMERAL, up String DEFAULT upper(raw)) ENGINE = MergeTree ORDER BY a",
    );
    await contract().client.insert(table, [{ a: 1, raw: "abc" }], { format: "JSONEachRow", columns: ["a", "raw"] });
    expect(await read(table, "a, twice, more, up")).toEqual([{ a: 1, twice: 2, more: 2, up: "ABC" }]);
    const refused = contract().client.insert(table, [{ a: 1, twice: 3 }], {
      format: "JSONEachRow",
      columns: ["a", "twice"],
    });
    await expect(refused).rejects.toMatchObject({ type: "ILLEGAL_COLUMN" });
  });

  const text: [format: string, body: string][] = [
    ["JSONEachRow", '{"a":1,"s":"x\\ny"}\n{"a":2,"s":"ü","n":3}\n'],
    ["JSONEachRow", '[{"a":1,"s":"x\\ny"},{"a":2,"s":"ü","n":3}]'],
    ["JSONCompactEachRow", '[1,"x\\ny",null]\n[2,"ü",3]\n'],
    ["CSV", '1,"x\ny",\\N\n2,ü,3\n'],
    ["CSVWithNames", '"n","a","s"\n\\N,1,"x\ny"\n3,2,ü\n'],
    ["TabSeparated", "1\tx\\ny\t\\N\n2\tü\t3\n"],
    ["TSV", "1\tx\\ny\t\\N\n2\tü\t3"],
    ["TabSeparatedWithNames", "a\ts\tn\n1\tx\\ny\t\\N\n2\tü\t3\n"],
    ["Values", "(1, 'x\\ny', NULL), (1 + 1, 'ü', 3)"],
    ["Values", "(1,'x\\ny',NULL)\n\n,\n\n(2,'ü',3);"],
  ];
  it.each(text)("inserts %s", async (format, body) => {
    const table = await newTable();
    await contract().client.exec(`INSERT INTO ${table} FORMAT ${format}`, { body });
    expect(await read(table)).toEqual([
      { a: 1, s: "x\ny", n: null },
      { a: 2, s: "ü", n: 3 },
    ]);
  });

  it.each(["RowBinary", "Native", "Parquet", "ArrowStream", "Arrow", "ORC", "RowBinaryWithNamesAndTypes"])(
    "inserts %s with line breaks in it",
    async (format) => {
      const rows =
        "SELECT toUInt32(number + 1) AS a, concat('\\n\\n', toString(number)) AS s, CAST(NULL, 'Nullable(Int32)') AS n FROM numbers(3)";
      const { bytes } = await contract().client.exec(`${rows} FORMAT ${format}`);
      const table = await newTable();
      await contract().client.exec(`INSERT INTO ${table} FORMAT ${format}`, { body: bytes });
      expect(await read(table, "a, s")).toEqual([1, 2, 3].map((a) => ({ a, s: `\n\n${a - 1}` })));
    },
  );

  it("takes the rows of a statement in its own text", async () => {
    const table = await newTable();
    await contract().client.command(`INSERT INTO ${table} (a, s) VALUES (1, 'a;b'), (2, '-- no comment')`);
    await contract().client.command(`INSERT INTO ${table} (a, s) FORMAT JSONEachRow\n{"a":3,"s":"c"}`);
    expect(await read(table, "a, s")).toEqual([
      { a: 1, s: "a;b" },
      { a: 2, s: "-- no comment" },
      { a: 3, s: "c" },
    ]);
  });

  it("inserts from SELECT", async () => {
    const table = await newTable();
    const { summary } = await contract().client.command(`INSERT INTO ${table} (a) SELECT number FROM numbers(5)`);
    expect(Number(summary?.["written_rows"])).toBe(5);
    expect(await read(table, "a")).toHaveLength(5);
  });

  it("transforms rows on their way by input()", async () => {
    const table = await newTable();
    await contract().client.exec(
      `INSERT INTO ${table} (a, s) SELECT x * 2, upper(y) FROM input('x UInt32, y String') WHERE x > 1 FORMAT CSV`,
      {
        body: "1,a\n2,b\n3,c\n",
      },
    );
    expect(await read(table, "a, s")).toEqual([
      { a: 4, s: "B" },
      { a: 6, s: "C" },
    ]);
  });

  it("takes gzip, also of several joined members", async () => {
    const table = await newTable();
    const body = Buffer.concat([gzipSync('{"a":1}\n{"a":2}\n'), gzipSync('{"a":3}\n'), gzipSync('{"a":4}\n')]);
    await contract().client.exec(`INSERT INTO ${table} (a) FORMAT JSONEachRow`, {
      body,
      http_headers: { "Content-Encoding": "gzip" },
    });
    expect(await read(table, "a")).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4 }]);
  });

  it("takes zstd", async () => {
    const table = await newTable();
    const body = zstdCompressSync('{"a":1}\n');
    await contract().client.exec(`INSERT INTO ${table} (a) FORMAT JSONEachRow`, {
      body,
      http_headers: { "Content-Encoding": "zstd" },
    });
    expect(await read(table, "a")).toEqual([{ a: 1 }]);
  });

  it("compresses requests where the client can", async () => {
    const { connect, url, database } = contract();
    const client = connect(url, { database, compression: true });
    const table = await newTable();
    await client.insert(
      table,
      Array.from({ length: 2_000 }, (_, a) => ({ a, s: "pad".repeat(20) })),
      { format: "JSONEachRow" },
    );
    expect(await read(table, "a")).toHaveLength(2_000);
    await client.close();
  });

  it("refuses a body that is not what it says", async () => {
    const table = await newTable();
    const wrong = contract().client.exec(`INSERT INTO ${table} FORMAT JSONEachRow`, { body: '{"a": "no number"}\n' });
    await expect(wrong).rejects.toMatchObject({ code: "27" });
    const unknown = contract().client.exec(`INSERT INTO ${table} FORMAT JSONEachRow`, {
      body: '{"a": 1, "zzz": 2}\n',
      clickhouse_settings: { input_format_skip_unknown_fields: 0 },
    });
    await expect(unknown).rejects.toMatchObject({ code: "117", type: "INCORRECT_DATA" });
    expect(await read(table)).toEqual([]);
  });

  it("writes a block once under one deduplication token", async () => {
    const table = await contract().table(
      "(a UInt32) ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 100",
    );
    const once = {
      format: "JSONEachRow",
      clickhouse_settings: { insert_deduplication_token: "batch-1", async_insert: 0 },
    } as const;
    await contract().client.insert(table, [{ a: 1 }], once);
    await contract().client.insert(table, [{ a: 1 }], once);
    await contract().client.insert(table, [{ a: 2 }], {
      ...once,
      clickhouse_settings: { insert_deduplication_token: "batch-2", async_insert: 0 },
    });
    expect(await read(table, "a")).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it("has written rows when it answers, even if asynchronous inserts are asked for", async () => {
    const table = await newTable();
    await contract().client.insert(table, [{ a: 1 }], {
      format: "JSONEachRow",
      clickhouse_settings: { async_insert: 1, wait_for_async_insert: 1 },
    });
    expect(await read(table, "a")).toEqual([{ a: 1 }]);
  });
}
