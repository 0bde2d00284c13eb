import { describe, expect, it } from "vitest";
import type { Order } from "./order.ts";
import { runProgram } from "./program.ts";

function run(args: string[], env: Record<string, string> = {}) {
  const seen = { said: "", complained: "", orders: [] as Order[] };
  const code = runProgram(args, {
    env,
    print: (text) => {
      seen.said += text;
    },
    printError: (text) => {
      seen.complained += text;
    },
    carryOut: (order) => seen.orders.push(order),
  });
  return { code, ...seen };
}
const right = ["--endpoint", "https://ingest.example", "--tail", "/var/log/a.log"];

describe("the command line", () => {
  it.each([
    ["run", right, { PERIGEE_KEY: "sk_a" }],
    ["dry-run", [...right, "--dry-run"], {}],
  ])("comes to an order that JSON can carry: %s", (kind, args, env) => {
    const { code, orders } = run(args, env);
    expect(code).toBe(0);
    expect(orders).toMatchObject([{ kind, config: { inputs: [{ options: { type: "tail" } }] } }]);
    expect(JSON.parse(JSON.stringify(orders))).toEqual(orders);
  });

  it.each<[string[], { code: number; said?: string; complained?: string }]>([
    [["check", ...right], { code: 0, said: "The config is right: tail:/var/log/a.log" }],
    [["--help"], { code: 0, said: "Usage: perigee-agent" }],
    [right, { code: 2, complained: "key: is missing" }],
    [right.slice(0, 2), { code: 2, complained: "inputs: must have at least one input" }],
    [["--nonsense"], { code: 1, complained: "unknown option" }],
  ])("that only asks, or has a fault, is answered: %j", (args, { code, said = "", complained = "" }) => {
    const answered = { said: expect.stringContaining(said), complained: expect.stringContaining(complained) };
    expect(run(args)).toMatchObject({ code, ...answered, orders: [] });
  });
});
