#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { carryOut } from "./carry-out.ts";
import { noteShipped } from "./heap.ts";
import { type Order, orderDescriptor } from "./order/order.ts";

// Threads that read and write files: two do, as the disk is one. Node looks when the first is started.
process.env["UV_THREADPOOL_SIZE"] ??= "2";

/**
 * The command line and the config are read by a process of its own, which ends at once: reading YAML, checking it and saying what is wrong
 * takes 20 MB, which this process, that stays, does not have to keep.
 */
const reader = fileURLToPath(new URL(`./order/cli${extname(import.meta.url)}`, import.meta.url));
const { output, status, error } = spawnSync(process.execPath, [reader, ...process.argv.slice(2)], {
  stdio: ["ignore", "inherit", "inherit", "pipe"],
  maxBuffer: 64 * 2 ** 20,
});
if (error) throw error;
const said = output[orderDescriptor]?.toString() ?? "";
if (said === "") process.exitCode = status ?? 1;
else {
  const order: Order = JSON.parse(said);
  process.exitCode = await carryOut(order, {
    print: (text) => process.stdout.write(text),
    printError: (text) => process.stderr.write(text),
    noteShipped,
    onStop: (stop) => {
      for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop);
    },
  });
}
