/**
 * What happens to the next requests: how often, and what. Set by `PUT /faults` at the proxy, which also tells what came through since
 * the last time. `away`: the connection breaks before anything is read, whatever it was to ask. The others meet INSERTs into their
 * table. `status`, `too-many-parts`, `unexplained`: ClickHouse answers with an error (241, 252, 49). `lost-answer`: the rows are
 * stored, then the connection breaks. `timeout-after-commit`: the rows are stored, and no answer ever comes.
 */
export type Fault =
  | { kind: "away"; times: number }
  | {
      kind: "status" | "too-many-parts" | "unexplained" | "lost-answer" | "timeout-after-commit";
      table: string;
      times: number;
      /** Only INSERTs that carry this many bytes or more. */
      fromBytes?: number;
    };

/** An INSERT as it passed the proxy. */
export type SeenInsert = { table: string; bytes: number };
