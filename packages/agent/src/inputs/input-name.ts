import { z } from "zod";

/** Under which the input is known in the agent's log, counters and checkpoints; made from its type where it is not given. */
export const InputName = z.string().min(1).max(200).optional();
