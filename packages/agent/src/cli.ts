#!/usr/bin/env node
import "./heap.ts";
import { runProgram } from "./program.ts";

process.exitCode = await runProgram(process.argv.slice(2), {
  env: process.env,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  onStop: (stop) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop);
  },
});
