import type { AgentConfig } from "../config/agent-config.ts";

/** What the command line and the config come to, as JSON: what `order/cli.ts` tells the process that stays. */
export type Order = { kind: "run"; config: AgentConfig; key: string } | { kind: "dry-run"; config: AgentConfig };

/** The descriptor at which it does. */
export const orderDescriptor = 3;
