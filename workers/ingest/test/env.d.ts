import type { QueueMessage } from "@perigee/schema";
import type { Env as IngestEnv } from "../src/env.ts";

declare global {
  namespace Cloudflare {
    interface Env extends IngestEnv {
      FUZZ_RUNS: string;
      RECORDER: { take(projectId: number): Promise<QueueMessage[]> };
    }
    interface GlobalProps {
      mainModule: typeof import("../src/index.ts");
    }
  }
}
