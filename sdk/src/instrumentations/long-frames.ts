import type { Instrumentation } from "../instrumentation.ts";
import { cutInvoker } from "../invoker.ts";
import { LONG_FRAME_MS } from "../limits.ts";
import { observe } from "../observe.ts";

/** Long Animation Frames API, which TypeScript does not know yet. */
type Entry = PerformanceEntry & {
  blockingDuration: number;
  firstUIEventTimestamp: number;
  scripts: readonly Script[];
};
type Script = PerformanceEntry & { invoker: string; sourceURL: string; sourceFunctionName: string };

/** Frames in which the page could not answer its user, with the script that took most of each. */
export const longFrames: Instrumentation = (_emit, context) =>
  observe<Entry>(context, "long-animation-frame", (entry) => {
    if (entry.duration < LONG_FRAME_MS) return undefined;
    const byDuration: Partial<Script>[] = [...entry.scripts].sort((one, other) => other.duration - one.duration);
    const [{ invoker = "", sourceURL = "", sourceFunctionName, duration } = {}] = byDuration;
    return {
      kind: "long-frame",
      // A frame may have begun before the visitor did what made it long.
      traceId: context.traceAt?.(entry.firstUIEventTimestamp || entry.startTime),
      target: sourceURL && context.scrub(sourceURL),
      props: {
        blockingMs: entry.blockingDuration,
        invoker: cutInvoker(invoker),
        sourceFunctionName,
        scriptMs: duration,
      },
    };
  });
