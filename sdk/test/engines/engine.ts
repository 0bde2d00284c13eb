import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A browser of another make, with one tab that is used again: each test's site is an origin of its own. */
export type Engine = {
  name: string;
  version: string;
  /** Goes to an address, and waits until it is loaded. */
  open(url: string): Promise<void>;
  /** Runs a function in the page. It is sent as text, so what it uses must be among its arguments. */
  evaluate<Args extends unknown[], Result>(
    act: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result>;
  click(selector: string): Promise<void>;
  back(): Promise<void>;
  /** Closes the tab as a visitor would; what follows happens in a new one. */
  close(): Promise<void>;
  stop(): Promise<void>;
};

/** How an engine is had: undefined where it is not installed. */
export type EngineSource = { name: string; install: string; launch: (() => Promise<Engine>) | undefined };

/** The first of these programs that this machine has. */
export function findProgram(...names: string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}
