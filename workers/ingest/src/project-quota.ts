import { DurableObject } from "cloudflare:workers";
import type { Env } from "./env.ts";
import { type Counts, type Report, startOf, type WindowName } from "./quota-tally.ts";

/**
 * Counts what a project's isolates have accepted in the running minute and the running day (UTC): one object a project. It is asked
 * behind the answers, see quota-tally.ts.
 */
export class ProjectQuota extends DurableObject<Env> {
  readonly #sql: SqlStorage;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#sql = state.storage.sql;
    this.#sql.exec("CREATE TABLE IF NOT EXISTS windows (name TEXT PRIMARY KEY, start INTEGER, events INTEGER)");
  }

  /** Adds what an isolate accepted since its last report and answers what all of them did. */
  report(accepted: Report): Counts {
    for (const { minute, events } of accepted) {
      this.#add("minute", minute, events);
      this.#add("day", startOf("day", minute), events);
    }
    return { minute: this.#read("minute"), day: this.#read("day") };
  }

  /** A later window takes the place of the one before; what is told about an earlier one comes too late to matter. */
  #add(name: WindowName, start: number, events: number): void {
    this.#sql.exec(
      `INSERT INTO windows VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET
         events = CASE WHEN excluded.start = start THEN events + excluded.events WHEN excluded.start > start THEN excluded.events ELSE events END,
         start = max(start, excluded.start)`,
      name,
      start,
      events,
    );
  }

  #read(name: WindowName): { start: number; events: number } {
    const [row] = this.#sql.exec<{ start: number; events: number }>(
      "SELECT start, events FROM windows WHERE name = ?",
      name,
    );
    return row ?? { start: 0, events: 0 };
  }
}
