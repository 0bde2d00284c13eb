declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    KEYS: KVNamespace;
    MIGRATIONS: import("../src/migrate.ts").Migration[];
  }
}
