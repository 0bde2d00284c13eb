import { succeed } from "@perigee/schema";
import type { Arrived } from "../pipeline.ts";
import { pipeline } from "../step-pipeline.ts";
import { authenticate } from "../steps/authenticate.ts";
import { limit } from "../steps/limit.ts";
import type { Protocol } from "./protocol.ts";
import { decode } from "./steps/decode.ts";
import { enqueue } from "./steps/enqueue.ts";
import { makeRows } from "./steps/make-rows.ts";
import { parse } from "./steps/parse.ts";
import { read } from "./steps/read.ts";
import { redact } from "./steps/redact.ts";
import { sample } from "./steps/sample.ts";
import { storeBatches } from "./steps/store-batches.ts";

export type TelemetryArrived = Arrived & { protocol: Protocol };

/**
 * The whole path of logs, spans and metrics through this Worker, whatever protocol brings them. To add a step: one file in steps/, one
 * line here.
 */
export const receiveTelemetry = pipeline((arrived: TelemetryArrived) => Promise.resolve(succeed(arrived)))
  .step("authenticate", authenticate)
  .step("limit", limit)
  .step("read", read)
  .step("decode", decode)
  .step("parse", parse)
  .step("redact", redact)
  .step("sample", sample)
  .step("make-rows", makeRows)
  .step("enqueue", enqueue)
  .step("store-batches", storeBatches).run;
