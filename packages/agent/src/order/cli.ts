import { writeFileSync } from "node:fs";
import { orderDescriptor } from "./order.ts";
import { runProgram } from "./program.ts";

process.exitCode = runProgram(process.argv.slice(2), {
  env: process.env,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  carryOut: (order) => {
    try {
      writeFileSync(orderDescriptor, JSON.stringify(order));
    } catch {
      // Who asked was killed meanwhile.
    }
  },
});
