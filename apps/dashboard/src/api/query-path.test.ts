import { expect, it } from "vitest";
import { queryPath } from "./query-path.ts";

it("repeats what there are several of and leaves out what is not set", () => {
  const filter = ["page:is:/a&b", "country:is_not:"];
  const path = queryPath({ project: "shop", name: "breakdown" }, { from: 1, to: 2, filter, search: undefined });
  expect(path).toBe(
    "/v1/query/breakdown?project=shop&from=1&to=2&filter=page%3Ais%3A%2Fa%26b&filter=country%3Ais_not%3A",
  );
});
