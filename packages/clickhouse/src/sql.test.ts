import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownDatabase, rowsOf } from "../test/database.ts";
import { column, join, type Placeholder, sql, table } from "./sql.ts";

describe("accepted", () => {
  it("makes text and parameters of a template", () => {
    const query = sql`SELECT ${column("events", "path")} FROM ${table("events")} WHERE event = ${{ String: "x" }}`;
    expect(query.compile()).toEqual({
      text: "SELECT `path` FROM events WHERE event = {p0:String}",
      params: { p0: "x" },
    });
  });

  it("numbers the parameters of nested pieces in the order of the text", () => {
    const range = sql`ts >= ${{ DateTime64: 0 }} AND ts < ${{ DateTime64: 1 }}`;
    expect(sql`${{ UInt32: 7 }} ${range} ${{ Strings: ["a"] }}`.compile()).toEqual({
      text: "{p0:UInt32} ts >= {p1:DateTime64(3, 'UTC')} AND ts < {p2:DateTime64(3, 'UTC')} {p3:Array(String)}",
      params: { p0: "7", p1: "1970-01-01 00:00:00.000", p2: "1970-01-01 00:00:00.001", p3: ["a"] },
    });
  });

  it("can use one piece twice", () => {
    const piece = sql`${{ UInt32: 1 }}`;
    expect(sql`${piece} + ${piece}`.compile().text).toBe("{p0:UInt32} + {p1:UInt32}");
  });

  it.each([
    [[], ""],
    [[sql`a`], "a"],
    [[sql`a`, sql`b`, sql`c`], "a, b, c"],
  ])("joins %j", (pieces, text) => expect(join(pieces, sql`, `).compile().text).toBe(text));
});

describe("refused", () => {
  it("does not compile a bare string or number, nor run it", () => {
    // @ts-expect-error a bare string is not a typed placeholder
    expect(() => sql`SELECT ${"1; DROP TABLE events"}`).toThrow(TypeError);
    // @ts-expect-error a bare number is not a typed placeholder
    expect(() => sql`SELECT ${1}`).toThrow(TypeError);
    // @ts-expect-error the tag is not a function of a string
    expect(() => sql("SELECT 1")).toThrow(TypeError);
    // @ts-expect-error a list without a template is not a template
    expect(() => sql(["SELECT 1"])).toThrow(TypeError);
  });

  it("does not compile identifiers outside the table list, nor run them", () => {
    // @ts-expect-error there is no such table
    expect(() => table("system.users")).toThrow(TypeError);
    // @ts-expect-error there is no such column
    expect(() => column("events", "password")).toThrow(TypeError);
    // @ts-expect-error inherited names are no tables
    expect(() => column("constructor", "name")).toThrow(TypeError);
  });

  it.each<[unknown]>([
    [{}],
    [null],
    [undefined],
    [[]],
    [["a"]],
    [{ String: 1 }],
    [{ String: "a", UInt32: 1 }],
    [{ Identifier: "events" }],
    [{ toString: "a" }],
    [{ UInt32: -1 }],
    [{ UInt32: 4_294_967_296 }],
    [{ UInt32: 1.5 }],
    [{ UInt32: "1 OR 1" }],
    [{ UInt64: "18446744073709551616" }],
    [{ Float32: 1 }],
    [{ Float64: Number.NaN }],
    [{ Float64: "1 OR 1" }],
    [{ DateTime64: Number.NaN }],
    [{ Strings: [1] }],
    [{ StagingTable: "events" }],
    [{ StagingTable: "restore_x; DROP TABLE events" }],
  ])("%j as a value", (value) => expect(() => sql`SELECT ${value as Placeholder}`).toThrow());
});

describe("round trip through ClickHouse", () => {
  const connection = { ...ownDatabase(), database: "default" };

  it("gives back any string as it was", async () => {
    const strings = fc.array(
      fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(..."\\'\"`\n\r\t\0{}%&?;-") })),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    const check = fc.asyncProperty(strings, async (list) => {
      const [row] = await rowsOf(
        connection,
        sql`SELECT ${{ Strings: list }} AS list, ${{ String: list[0] ?? "" }} AS one`,
      );
      expect(row).toEqual({ list, one: list[0] });
    });
    await fc.assert(check, { numRuns: 150 });
  });

  it("gives back any time in milliseconds and any 64-bit number", async () => {
    const check = fc.asyncProperty(
      fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }),
      fc.bigInt(0n, 2n ** 64n - 1n),
      async (ms, id) => {
        const query = sql`SELECT toUnixTimestamp64Milli(${{ DateTime64: ms }}) AS ms, toString(${{ UInt64: id }}) AS id`;
        expect(await rowsOf(connection, query)).toEqual([{ ms, id: id.toString() }]);
      },
    );
    await fc.assert(check, { numRuns: 50 });
  });
});
