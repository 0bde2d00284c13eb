import { describe, expect, it } from "vitest";
import { entry } from "../../test/entry.ts";
import { rowsOf, splitTarget, summaryOf } from "./request-runs.ts";
import { tracesOf } from "./traces.ts";

const get = (path: string, given = {}) =>
  entry("request", { target: `shop.example${path}`, status: 200, detail: { method: "GET" }, ...given });
const ahead = ["/a", "/b", "/a", "/c"].map((path) => get(path));
const sizesOf = (entries: ReturnType<typeof get>[]) =>
  rowsOf(entries, tracesOf(entries)).map((members) => members.length);

describe("requests that stand next to each other", () => {
  it("share a row when they are alike", () => expect(sizesOf(ahead)).toEqual([4]));

  it("have rows of their own when there are few of them", () => expect(sizesOf(ahead.slice(1))).toEqual([1, 1, 1]));

  it.each([
    ["one that failed", get("/a", { status: 503 })],
    ["one without an answer", get("/a", { status: 0, detail: { method: "GET", error: "TypeError" } })],
    ["one that sends", get("/a", { detail: { method: "POST" } })],
    ["one to another host", entry("request", { target: "api.example/a", status: 200, detail: { method: "GET" } })],
    ["anything else", entry("vital")],
  ])("are parted by %s, which stands alone", (_, other) => {
    expect(sizesOf([...ahead, other, ...ahead])).toEqual([4, 1, 4]);
    expect(sizesOf([...ahead.slice(2), other, ...ahead.slice(2)])).toEqual([1, 1, 1, 1, 1]);
  });

  it("are shown apart by the click that caused them, and what was clicked for stays in sight", () => {
    const click = entry("interaction", { traceId: "t" });
    const caused = [get("/wanted", { traceId: "t" }), ...ahead.map((one) => ({ ...one, traceId: "t" }))];
    expect(sizesOf([...ahead, click, ...caused, ...ahead])).toEqual([4, 1, 1, 4, 4]);
  });

  it("keep their order, all of them", () => {
    const entries = [entry("pageview"), ...ahead, entry("vital"), get("/d")];
    expect(rowsOf(entries, tracesOf(entries)).flat()).toEqual(entries);
  });
});

it("a run is summed up by its paths and its times", () => {
  const run = ahead.map((one, index) => ({ ...one, value: 40 - index }));
  expect(summaryOf(run)).toEqual({ host: "shop.example", paths: ["/a", "/b", "/c"], shortestMs: 37, longestMs: 40 });
});

it.each([
  ["shop.example/a/b", { host: "shop.example", path: "/a/b" }],
  ["/a", { host: "", path: "/a" }],
  ["blob:", { host: "", path: "blob:" }],
])("%s is split into %j", (target, parts) => expect(splitTarget(target)).toEqual(parts));
