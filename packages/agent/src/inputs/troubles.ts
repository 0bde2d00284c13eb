import type { InputContext } from "../input.ts";

/**
 * What keeps an input from its work. Each occurrence is counted, but said only once until the same thing has worked again. A reason is one
 * of the input's own short list, a message never holds what was received.
 */
export type Troubles = {
  met: (reason: string, message: string, fields?: Record<string, unknown>) => void;
  over: (reason: string) => void;
};

export function troublesOf(context: InputContext): Troubles {
  const open = new Set<string>();
  return {
    met: (reason, message, fields) => {
      context.count("perigee.agent.input.errors", 1, { input: context.name, reason });
      if (open.has(reason)) return;
      open.add(reason);
      context.log("warn", message, { reason, ...fields });
    },
    over: (reason) => {
      if (open.delete(reason)) context.log("info", "works again", { reason });
    },
  };
}

/** What an error says, for a line of the agent's own log. */
export const textOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
