import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";

/** The host's files, by paths without a leading slash. What is not there or may not be read is undefined or empty: hosts differ. */
export type HostFiles = {
  rootPath: string;
  text: (path: string) => Promise<string | undefined>;
  names: (path: string) => Promise<string[]>;
  linkTarget: (path: string) => Promise<string | undefined>;
};

export function hostFiles(rootPath: string): HostFiles {
  return {
    rootPath,
    text: (path) => readFile(join(rootPath, path), "utf8").catch(() => undefined),
    names: (path) => readdir(join(rootPath, path)).catch(() => []),
    linkTarget: (path) => readlink(join(rootPath, path)).catch(() => undefined),
  };
}

/** The folder of the host's own network and mounts: in a container, with the host's root mounted somewhere, those of process 1. */
export const processView = ({ rootPath }: HostFiles): string => (rootPath === "/" ? "proc/self" : "proc/1");

/** The numbers of a line, in order; 0 for what is none. */
export const numbersIn = (text: string): number[] =>
  text
    .trim()
    .split(/\s+/)
    .map((part) => Number(part) || 0);

/** Lines with something on them. */
export const linesOf = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");
