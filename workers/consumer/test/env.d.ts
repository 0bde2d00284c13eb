import "vitest";
import type { Env as ConsumerEnv } from "../src/env.ts";

declare global {
  namespace Cloudflare {
    interface Env extends ConsumerEnv {
      FAULTS_URL: string;
    }
    interface GlobalProps {
      mainModule: typeof import("../src/index.ts");
    }
  }
}
