import { queries } from "@perigee/clickhouse";
import { beforeAll, describe, expect, it } from "vitest";
import { ask } from "../../test/api.ts";
import { apiWith, migrate } from "../../test/world.ts";
import { authPath } from "../auth/better-auth.ts";

type Operation = {
  summary?: string;
  security?: Record<string, []>[];
  parameters?: { name: string; in: string }[];
  responses: Record<string, { content?: { "application/json": { schema: { $ref?: string } } } }>;
};
type Document = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { securitySchemes: object; schemas: object };
};

const document = await (await ask("/openapi.json")).json<Document>();
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);
const concrete = (path: string) => path.replaceAll(/\{\w+\}/g, "x");

describe("the OpenAPI document", () => {
  beforeAll(migrate);

  it("describes every typed query with all its parameters", () => {
    expect(document.openapi).toBe("3.1.0");
    for (const [name, { params }] of Object.entries(queries)) {
      const parameters = document.paths[`/v1/query/${name}`]?.["get"]?.parameters ?? [];
      expect(parameters.map((parameter) => parameter.name).toSorted(), name).toEqual(
        [...Object.keys(params.shape), "project"].toSorted(),
      );
    }
  });

  it("names its schemas and security schemes", () => {
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(["Error", "Project", "ProjectKey", "User"]),
    );
    expect(Object.keys(document.components.securitySchemes).toSorted()).toEqual([
      "metricsToken",
      "readKey",
      "session",
      "sessionToken",
      "setupToken",
    ]);
  });

  it.each(operations)("$method $path is a route that is there", async ({ path, method, operation }) => {
    const answer = await ask(concrete(path), { method });
    expect([404, 405]).not.toContain(answer.status);
    expect(Object.keys(operation.responses), "the status it answers is documented").toContain(String(answer.status));
    expect(operation.summary).toMatch(/^\w/);
  });

  it.each(operations)("$method $path describes its refusals in our one shape", ({ operation }) => {
    const refusals = Object.entries(operation.responses).filter(
      ([status]) => Number(status) >= 400 && status !== "503",
    );
    for (const [, { content }] of refusals)
      expect(content?.["application/json"].schema.$ref).toBe("#/components/schemas/Error");
  });

  const closed = operations.filter(({ path, operation }) => operation.security && !path.startsWith(authPath));
  it.each(closed)("$method $path is closed to strangers", async ({ path, method }) => {
    expect((await ask(concrete(path), { method })).status).toBe(401);
  });

  it("leaves out no route", () => {
    const { routes } = apiWith({});
    const ours = routes.filter(({ method, path }) => method !== "ALL" && path !== "/v1/query/:name");
    const documented = operations.map(({ method, path }) => `${method} ${path}`);
    for (const { method, path } of ours)
      expect(documented).toContain(`${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
  });
});
