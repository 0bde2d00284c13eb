import { isInsert, spoilInBursts } from "../pacing.ts";
import type { Scenario } from "../scenario.ts";
import type { Spoil } from "../world/fault-proxy.ts";

const answer = (status: number, text: string): Spoil => ({ kind: "answer", status, text });

/** ClickHouse says no, for a while, to an INSERT whose rows are right. */
function refusing(name: string, fault: string, spoil: Spoil): Scenario {
  return {
    name,
    fault,
    times: { long: 20, short: 0 },
    inject: async (context) => ({
      faults: await spoilInBursts(context, context.world.toClickHouse, { takes: isInsert, spoil }),
    }),
  };
}

export const clickhouse500 = refusing(
  "clickhouse-500",
  "ClickHouse answers 500",
  answer(500, "Code: 241. DB::Exception: Memory limit (total) exceeded. (MEMORY_LIMIT_EXCEEDED)"),
);

export const clickhouse503 = refusing(
  "clickhouse-503",
  "ClickHouse answers 503, as a proxy before it does",
  answer(503, "<html>no healthy upstream</html>"),
);

export const tooManyParts = refusing(
  "too-many-parts",
  "ClickHouse reports too many parts",
  answer(
    500,
    "Code: 252. DB::Exception: Too many parts (3000 with average size of 1.00 MiB) in table 'perigee.events'. Merges are processing significantly slower than inserts. (TOO_MANY_PARTS)",
  ),
);

export const clickhouseAway = refusing("clickhouse-away", "ClickHouse cannot be reached", { kind: "refuse" });
