import type { Connection } from "@perigee/clickhouse";

declare module "vitest" {
  interface ProvidedContext {
    /** Set by test/clickhouse.ts. */
    clickhouse: Connection;
  }
}
