import { succeed } from "@perigee/schema";
import type { Env } from "./env.ts";
import { pipeline } from "./step-pipeline.ts";
import { authenticate } from "./steps/authenticate.ts";
import { type Decoded, decode } from "./steps/decode.ts";
import { enqueue } from "./steps/enqueue.ts";
import { enrich } from "./steps/enrich.ts";
import { limit } from "./steps/limit.ts";
import { read } from "./steps/read.ts";
import { redact } from "./steps/redact.ts";
import { sample } from "./steps/sample.ts";
import { validate } from "./steps/validate.ts";

/** What every step can see. Times are milliseconds since the epoch. */
export type Arrived = {
  request: Request;
  url: URL;
  env: Env;
  receivedAt: number;
  /** The key that stood in a place of another protocol's own. */
  foreignKey?: string | undefined;
};

/** The whole path of a batch through this Worker. To add a step: one file in steps/, one line here. */
export const receiveBatch = pipeline((arrived: Arrived) => Promise.resolve(succeed(arrived)))
  .step("authenticate", authenticate)
  .step("limit", limit)
  .step("read", read)
  .step("decode", decode)
  .step("validate", validate)
  .step("redact", redact)
  .step("sample", sample)
  .step("enrich", enrich)
  .step("enqueue", enqueue).run;

/** The rest of that path, for batches that another product's request held. */
export const storeDecoded = pipeline((decoded: Decoded) => Promise.resolve(succeed(decoded)))
  .step("validate", validate)
  .step("redact", redact)
  .step("sample", sample)
  .step("enrich", enrich)
  .step("enqueue", enqueue).run;
