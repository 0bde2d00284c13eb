declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import("../src/index.ts");
  }
  interface Env {
    DB: D1Database;
    KEYS: KVNamespace;
    DEAD_LETTERS: R2Bucket;
    SPOOL_BUCKET: R2Bucket;
    ARCHIVE: R2Bucket;
    SETUP_TOKEN: string;
    MIGRATIONS: import("@perigee/control-plane/migrate").Migration[];
  }
}
