import fc from "fast-check";
import { expect, it } from "vitest";
import { quoteName, quoteString, tokens } from "./sql-tokens.ts";
import { readStatement } from "./statement.ts";

const source = { path: "/spool/x", compression: "gzip" };
const infile = "FROM INFILE '/spool/x' COMPRESSION 'gzip'";

it.each([
  ["INSERT INTO t FORMAT CSV\n1,2", `INSERT INTO t  ${infile}  FORMAT CSV`, "1,2"],
  ["insert into db.t (a, b) values (1)", `insert into db.t (a, b)  ${infile}  FORMAT Values`, " (1)"],
  ["INSERT INTO `format` FORMAT TSV\r\n\n1", `INSERT INTO \`format\`  ${infile}  FORMAT TSV`, "\n1"],
  ["INSERT INTO values VALUES (1)", `INSERT INTO values  ${infile}  FORMAT Values`, " (1)"],
  [
    "INSERT INTO TABLE t (* EXCEPT (b)) SETTINGS x = 1 FORMAT CSV 1",
    `INSERT INTO TABLE t (* EXCEPT (b))  ${infile} SETTINGS x = 1  FORMAT CSV`,
    "1",
  ],
  [
    "/* INSERT */ INSERT INTO FUNCTION null('a Int8') VALUES (';')",
    `/* INSERT */ INSERT INTO FUNCTION null('a Int8')  ${infile}  FORMAT Values`,
    " (';')",
  ],
  [
    "INSERT INTO t FORMAT JSONEachRow;\n\n\nDROP TABLE t",
    `INSERT INTO t  ${infile}  FORMAT JSONEachRow`,
    "\n\nDROP TABLE t",
  ],
  ["INSERT INTO ü FORMAT CSV\nü", `INSERT INTO ü  ${infile}  FORMAT CSV`, "ü"],
  [
    "INSERT INTO t SELECT a FROM input('a Int8, b String') WHERE (a > 1) FORMAT CSV\n1,x",
    "INSERT INTO t SELECT a FROM file('/spool/x', 'CSV', 'a Int8, b String', 'gzip') WHERE (a > 1) ",
    "1,x",
  ],
])("cuts the data off %j", (text, sql, data) => {
  const bytes = Buffer.from(text);
  const statement = readStatement(bytes, false);
  if (statement?.kind !== "insert") throw new Error(`read as ${statement?.kind}`);
  expect(statement.withSource(source)).toBe(sql);
  expect(bytes.subarray(statement.dataAt).toString()).toBe(data);
});

it.each([
  "INSERT INTO t",
  "INSERT INTO t (a",
  "INSERT INTO t FORMAT",
  "INSERT INTO t FORMAT JSONEach",
  "INSERT INTO t FORMAT CSV\r",
  "SELECT 1",
  "",
  "INSERT INTO t SELECT 1",
])("asks for more than %j", (text) => {
  expect(readStatement(Buffer.from(text), false)).toBeUndefined();
});

it.each([
  ["SELECT 1", "SELECT 1", ""],
  ["SELECT 1;", "SELECT 1", ""],
  ["SELECT 1 FORMAT JSON", "SELECT 1 ", "FORMAT JSON"],
  ["SELECT 1 -- FORMAT TSV", "SELECT 1", ""],
  ["SELECT 'FORMAT JSON'", "SELECT 'FORMAT JSON'", ""],
  [
    "SELECT 1 SETTINGS a = 1 FORMAT TSV SETTINGS b = 'FORMAT'",
    "SELECT 1 SETTINGS a = 1 ",
    "FORMAT TSV SETTINGS b = 'FORMAT'",
  ],
  ["SELECT format FROM t", "SELECT format FROM t", ""],
  ["SELECT t.format x", "SELECT t.format x", ""],
  ["(SELECT 1 FORMAT) UNION ALL SELECT $$FORMAT a$$", "(SELECT 1 FORMAT) UNION ALL SELECT $$FORMAT a$$", ""],
  ["/* a /* nested */ FORMAT */ WITH 1 AS x SELECT x", "/* a /* nested */ FORMAT */ WITH 1 AS x SELECT x", ""],
])("finds the format of %j", (text, before, after) => {
  expect(readStatement(Buffer.from(text), true)).toMatchObject({ kind: "read", before, after });
});

it.each([
  ["CREATE TABLE t (a Int8) ENGINE = Memory", "command"],
  ["KILL QUERY WHERE 1", "command"],
  ["WITH 1 AS x INSERT INTO t SELECT x", "command"],
  ["INSERT INTO t SELECT 1", "insert-select"],
  ["INSERT INTO t (a) (SELECT 1)", "insert-select"],
  ["INSERT INTO t WITH 1 AS x SELECT x", "insert-select"],
])("reads %j as %s", (text, kind) => {
  expect(readStatement(Buffer.from(text), true)?.kind).toBe(kind);
});

it.each([
  ["", "SYNTAX_ERROR"],
  [" -- nothing", "SYNTAX_ERROR"],
  ["INSERT INTO t", "SYNTAX_ERROR"],
  ["SELECT 1 INTO OUTFILE '/x'", "INTO_OUTFILE_NOT_ALLOWED"],
  ["INSERT INTO t FROM INFILE '/x' FORMAT CSV", "UNKNOWN_TYPE_OF_QUERY"],
  ["INSERT INTO t FROM /* */ INFILE '/x' FORMAT CSV", "UNKNOWN_TYPE_OF_QUERY"],
])("refuses %j", (text, type) => {
  expect(() => readStatement(Buffer.from(text), true)).toThrow(expect.objectContaining({ type }));
});

it("reads what it quotes as one token, whatever it holds", () => {
  const texts = fc.string({
    unit: fc.constantFrom("'", '"', "`", "\\", "\n", ";", "-", "/", "*", "$", "a", "é", "\0"),
  });
  fc.assert(
    fc.property(texts, texts, (value, name) => {
      const kinds = [...tokens(`${quoteName(name)} = ${quoteString(value)};`)].map(({ kind }) => kind);
      expect(kinds).toEqual(["name", "mark", "string", "mark"]);
    }),
  );
});

it("leaves every byte of the data to the data", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (data) => {
      const bytes = Buffer.concat([Buffer.from("INSERT INTO t (a) FORMAT RowBinary\n"), data]);
      const statement = readStatement(bytes, false);
      expect(statement?.kind === "insert" && bytes.subarray(statement.dataAt)).toEqual(Buffer.from(data));
    }),
  );
});
