import { expect, it } from "vitest";
import type { Contract } from "./under-test.ts";

/** What ClickHouse answers to bad statements: code and type are what programs look at. */
const refused: [what: string, sql: string, code: string, type: string][] = [
  ["a syntax error", "SELECT 1 FRO x WHERE", "62", "SYNTAX_ERROR"],
  ["a statement without an end", "SELECT (1", "62", "SYNTAX_ERROR"],
  ["an open quote", "SELECT 'abc", "62", "SYNTAX_ERROR"],
  ["two statements", "SELECT 1; SELECT 2", "62", "SYNTAX_ERROR"],
  ["a statement hidden behind a comment", "SELECT 1 /* ; */ ; DROP TABLE nothing", "62", "SYNTAX_ERROR"],
  ["an unknown table", "SELECT * FROM no_such_table", "60", "UNKNOWN_TABLE"],
  ["an unknown database", "SELECT * FROM no_such_database.t", "81", "UNKNOWN_DATABASE"],
  ["an unknown column", "SELECT no_such_column FROM numbers(1)", "47", "UNKNOWN_IDENTIFIER"],
  ["an unknown function", "SELECT no_such_function(1)", "46", "UNKNOWN_FUNCTION"],
  ["an unknown type", "SELECT CAST(1, 'NoSuchType')", "50", "UNKNOWN_TYPE"],
  ["a division of integers by zero", "SELECT intDiv(1, 0)", "153", "ILLEGAL_DIVISION"],
  ["a wrong type", "SELECT 1 + 'a'", "43", "ILLEGAL_TYPE_OF_ARGUMENT"],
  ["text that is no number", "SELECT toUInt32('abc')", "6", "CANNOT_PARSE_TEXT"],
  ["a raised exception", "SELECT throwIf(1, 'on purpose')", "395", "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO"],
  ["writing to a file", "SELECT 1 INTO OUTFILE '/tmp/x'", "358", "INTO_OUTFILE_NOT_ALLOWED"],
  ["a parameter that was not given", "SELECT {x:String}", "456", "UNKNOWN_QUERY_PARAMETER"],
];

export function failures(contract: () => Contract): void {
  it.each(refused)("refuses %s", async (...[, sql, code, type]) => {
    await expect(contract().client.exec(sql)).rejects.toMatchObject({ code, type });
  });

  it.each(refused.slice(0, 3))("says where: %s", async (_what, sql) => {
    await expect(contract().client.exec(sql)).rejects.toThrow(/position \d+/);
  });

  it("refuses an unknown format", async () => {
    await expect(contract().client.exec("SELECT 1 FORMAT NoSuchFormat")).rejects.toMatchObject({
      code: "73",
      type: "UNKNOWN_FORMAT",
    });
  });

  it("refuses a table that exists and one that does not", async () => {
    const { client, table } = contract();
    const name = await table("(a UInt8) ENGINE = Memory");
    await expect(client.command(`CREATE TABLE ${name} (a UInt8) ENGINE = Memory`)).rejects.toMatchObject({
      code: "57",
    });
    await expect(client.command("DROP TABLE no_such_table")).rejects.toMatchObject({ code: "60" });
    await expect(client.insert("no_such_table", [{ a: 1 }], { format: "JSONEachRow" })).rejects.toMatchObject({
      code: "60",
    });
  });

  it("refuses a wrong password and an unknown user", async () => {
    for (const auth of [
      { username: "default", password: "wrong" },
      { username: "nobody", password: "" },
    ]) {
      await expect(contract().client.exec("SELECT 1", { auth })).rejects.toMatchObject({
        code: "516",
        type: "AUTHENTICATION_FAILED",
      });
    }
  });

  it("refuses an unknown database of the connection", async () => {
    const { connect, url } = contract();
    const client = connect(url, { database: "no_such_database" });
    await expect(client.exec("SELECT 1")).rejects.toMatchObject({ code: "81", type: "UNKNOWN_DATABASE" });
    await client.close();
  });

  it("works on after failures", async () => {
    const { client } = contract();
    for (let i = 0; i < 20; i += 1) await expect(client.exec("SELECT nothing")).rejects.toThrow();
    expect((await client.exec("SELECT 1 FORMAT TSV")).bytes.toString()).toBe("1\n");
  });
}
