declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import("../src/index.ts");
  }
  interface Env {
    DB: D1Database;
    KEYS: KVNamespace;
    SETUP_TOKEN: string;
    MIGRATIONS: import("@perigee/control-plane/migrate").Migration[];
  }
}
