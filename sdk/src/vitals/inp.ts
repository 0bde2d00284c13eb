import { cutInvoker } from "../invoker.ts";
import type { Interaction } from "./interactions.ts";
import { loadStateAt } from "./load-state.ts";
import type { Measure } from "./measure.ts";
import type { ScriptTiming } from "./timeline.ts";

/** Where the time of an interaction went, and which script took most of it. */
export function measureInp({ longest, handling, target }: Interaction, scripts: readonly ScriptTiming[]): Measure {
  const { name, startTime, duration } = longest;
  // Another event of the frame may have kept the page busy since before the input.
  const processingStart = Math.max(handling.processingStart, startTime);
  // Durations may be rounded down.
  const nextPaintTime = Math.max(startTime + duration, processingStart);
  // A modal dialog lets the browser paint while its event is still being handled.
  const processingEnd = Math.min(handling.processingEnd, nextPaintTime);

  const shareOf = (script: ScriptTiming) =>
    Math.min(script.startTime + script.duration, nextPaintTime) - Math.max(script.startTime, startTime);
  const [script]: Partial<ScriptTiming>[] = scripts
    .filter((some) => shareOf(some) > 0)
    .sort((one, other) => shareOf(other) - shareOf(one));
  const { invoker = "", sourceURL, sourceFunctionName } = script ?? {};

  return {
    value: duration,
    target,
    causedAt: startTime,
    attribution: {
      eventType: name,
      interactionType: /^key/.test(name) ? "keyboard" : "pointer",
      inputDelay: processingStart - startTime,
      processingDuration: processingEnd - processingStart,
      presentationDelay: nextPaintTime - processingEnd,
      loadState: loadStateAt(startTime),
      invoker: cutInvoker(invoker),
      sourceURL,
      sourceFunctionName,
    },
  };
}
