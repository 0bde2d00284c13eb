import { exports } from "cloudflare:workers";
import { runProgram } from "@perigee/control-plane/cli";
import { owner } from "./api.ts";

export const apiUrl = "https://api.perigee.example";
export const credentials = { PERIGEE_API_URL: apiUrl, PERIGEE_EMAIL: owner.email, PERIGEE_PASSWORD: owner.password };

let runs = 0;

/** What happens while the program waits, and what stands on its standard input. */
export const world = { onPause: (): Promise<void> => Promise.resolve(), input: "" };

/** Runs the program as a shell would, against the Worker of these tests. */
export async function run(args: string[], env: Record<string, string> = credentials) {
  const out = { code: 0, text: "", error: "" };
  out.code = await runProgram(args, {
    fetch: (url, init) => {
      const headers = new Headers(init.headers);
      headers.set("cf-connecting-ip", `203.0.113.${++runs}`);
      return exports.default.fetch(url, { ...init, headers });
    },
    env,
    print: (text) => {
      out.text += text;
    },
    printError: (text) => {
      out.error += text;
    },
    readInput: () => world.input,
    pause: () => world.onPause(),
  });
  return out;
}
