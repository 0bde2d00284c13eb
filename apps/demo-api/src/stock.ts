import { DatabaseSync } from "node:sqlite";
import { SpanKind } from "@opentelemetry/api";
import { z } from "zod";
import { inSpan } from "./in-span.ts";

/** What lies on the shelves and what was ordered, in SQLite, for as long as the process lives. */
export type Stock = {
  /** Takes goods off the shelf. Answers what is left of each; a shelf that runs low is filled again over night. */
  take: (names: readonly string[]) => Promise<number[]>;
  keepOrder: (order: { id: string; items: number; total: number }) => Promise<void>;
};

const fullShelf = 40;

const Left = z.object({ remaining: z.int() });

export function openStock(): Stock {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE stock (name TEXT PRIMARY KEY, remaining INTEGER NOT NULL)");
  database.exec("CREATE TABLE orders (id TEXT PRIMARY KEY, items INTEGER NOT NULL, total INTEGER NOT NULL)");
  const query = <T>(summary: string, sql: string, run: (statement: ReturnType<typeof database.prepare>) => T) =>
    inSpan(
      {
        name: summary,
        kind: SpanKind.CLIENT,
        attributes: { "db.system.name": "sqlite", "db.query.text": sql, "db.query.summary": summary },
      },
      () => run(database.prepare(sql)),
    );
  const takeOne = (name: string) =>
    query(
      "INSERT stock",
      `INSERT INTO stock VALUES (?, ${fullShelf}) ON CONFLICT DO UPDATE
       SET remaining = CASE remaining WHEN 0 THEN ${fullShelf} ELSE remaining - 1 END RETURNING remaining`,
      (statement) => Left.parse(statement.get(name)).remaining,
    );
  return {
    take: async (names) => {
      const remaining: number[] = [];
      for (const name of names) remaining.push(await takeOne(name));
      return remaining;
    },
    keepOrder: async ({ id, items, total }) => {
      await query("INSERT orders", "INSERT OR REPLACE INTO orders VALUES (?, ?, ?)", (statement) =>
        statement.run(id, items, total),
      );
    },
  };
}
