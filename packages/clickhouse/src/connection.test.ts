import { describe, expect, it } from "vitest";
import { connectionFromUrl } from "./connection.ts";

describe("connectionFromUrl", () => {
  it.each([
    [
      "http://default:p%40ss@127.0.0.1:8123/?database=perigee",
      { url: "http://127.0.0.1:8123", user: "default", password: "p@ss", database: "perigee" },
    ],
    ["https://ch.example", { url: "https://ch.example", user: "default", password: "", database: "default" }],
  ])("reads %s", (address, connection) => expect(connectionFromUrl(address)).toEqual(connection));

  it.each([
    "",
    "perigee",
    "ftp://u:p@host/",
    "http://u:secret@host/?database=a;b",
    "http://u:secret@host/?database=a`b",
  ])("refuses %j without telling a password", (address) => {
    expect(() => connectionFromUrl(address)).toThrow(/^(?!.*secret)/s);
  });
});
