import { env } from "cloudflare:workers";

/** Inputs of all fuzz tests together: few here, FUZZ_RUNS of them in `pnpm fuzz`. A property says which part of them is its own. */
export const fuzzRuns = (part: number): number => Math.ceil(Number(env.FUZZ_RUNS) * part);
