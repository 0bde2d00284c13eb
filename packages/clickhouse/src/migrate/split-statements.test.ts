import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitStatements } from "./split-statements.ts";

describe("splitStatements", () => {
  it.each([
    ["", []],
    ["  \n-- only a comment;\n/* ; */ # ;", []],
    ["SELECT 1", ["SELECT 1"]],
    ["SELECT 1;;\n;SELECT 2;\n", ["SELECT 1", "SELECT 2"]],
    ["SELECT ';' ; SELECT 2", ["SELECT ';'", "SELECT 2"]],
    ["SELECT 'it''s;' ; b", ["SELECT 'it''s;'", "b"]],
    ["SELECT 'a\\';' ; b", ["SELECT 'a\\';'", "b"]],
    ['SELECT ";", `;` ; b', ['SELECT ";", `;`', "b"]],
    ["a -- ; '\n; b", ["a -- ; '", "b"]],
    ["a /* ; ' */ ; b", ["a /* ; ' */", "b"]],
    ["SELECT '-- no comment' ; b", ["SELECT '-- no comment'", "b"]],
    ["-- why\nCREATE TABLE a; -- and\nb;", ["-- why\nCREATE TABLE a", "-- and\nb"]],
    ["SELECT 'never closed ; b", ["SELECT 'never closed ; b"]],
  ])("%j", (text, statements) => expect(splitStatements(text)).toEqual(statements));

  it("finds again what was joined", () => {
    const literal = fc.string().map((value) => `SELECT '${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`);
    fc.assert(
      fc.property(fc.array(literal, { minLength: 1 }), (statements) => {
        expect(splitStatements(statements.join(" ;\n"))).toEqual(statements);
      }),
    );
  });
});
