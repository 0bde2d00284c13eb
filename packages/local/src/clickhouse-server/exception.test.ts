import { expect, it } from "vitest";
import { ClickHouseException, httpStatus, readEngineException } from "./exception.ts";

it("takes our own spool file and the double wrapping out of an INSERT's exception", () => {
  const text =
    "Code: 27. DB::Exception: Code: 27. DB::Exception: Cannot parse input: expected '{' before: 'x': (at row 2)\n: (in file/uri /dev/shm/perigee/x): While executing File: data for INSERT was parsed from file. (CANNOT_PARSE_INPUT_ASSERTION_FAILED) (version 26.7.2.1). (CANNOT_PARSE_INPUT_ASSERTION_FAILED)";
  expect(readEngineException(text, "26.7")).toEqual({
    code: 27,
    text: "Code: 27. DB::Exception: Cannot parse input: expected '{' before: 'x': (at row 2)\n: While executing File. (CANNOT_PARSE_INPUT_ASSERTION_FAILED) (version 26.7)",
  });
});

it("leaves other texts alone", () => {
  const text = "Code: 60. DB::Exception: Unknown table 'Code: 1. DB::Exception: x'. (UNKNOWN_TABLE)";
  expect(readEngineException(text, "26.7")).toEqual({ code: 60, text: `${text} (version 26.7)` });
  expect(readEngineException("out of luck", "26.7").code).toBe(1002);
});

it.each([
  [62, 400],
  [60, 404],
  [516, 403],
  [159, 408],
  [229, 413],
  [48, 501],
  [395, 500],
])("answers code %i with status %i", (code, status) => {
  expect(httpStatus(code)).toBe(status);
});

it("writes its own exceptions as ClickHouse does", () => {
  expect(new ClickHouseException("SYNTAX_ERROR", "Syntax error: …").toText("26.7")).toBe(
    "Code: 62. DB::Exception: Syntax error: … (SYNTAX_ERROR) (version 26.7)",
  );
});
