"use client";

import { useHotkeys } from "../ui/hotkeys.ts";
import type { TraceLine } from "./trace-tree.ts";

type Keys = { lines: readonly TraceLine[]; chosen: string; choose: (key: string | null) => void };

/** J and K, or the arrows, go from line to line, E to the next that failed; Esc closes the panel. */
export function useTraceKeys({ lines, chosen, choose }: Keys): void {
  const at = lines.findIndex(({ key }) => key === chosen);
  const move = (by: 1 | -1) => {
    const next = lines[at < 0 ? 0 : Math.min(lines.length - 1, Math.max(0, at + by))];
    if (next) choose(next.key);
  };
  const toFailed = () => {
    const isFailed = (line: TraceLine) => line.isFailed;
    const next = lines.slice(at + 1).find(isFailed) ?? lines.find(isFailed);
    if (next) choose(next.key);
  };
  useHotkeys({
    j: () => move(1),
    k: () => move(-1),
    arrowdown: () => move(1),
    arrowup: () => move(-1),
    e: toFailed,
    escape: () => chosen !== "" && choose(null),
  });
}
