import { readFileSync } from "node:fs";
import { runProgram } from "./cli/program.ts";

process.exitCode = await runProgram(process.argv.slice(2), {
  fetch,
  env: process.env,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  readInput: () => readFileSync(process.stdin.fd, "utf8"),
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
});
