import fc from "fast-check";
import { expect, it } from "vitest";
import { measureInp } from "./inp.ts";
import type { Interaction } from "./interactions.ts";
import type { ScriptTiming } from "./timeline.ts";

const time = fc.integer({ min: 0, max: 10_000 });

const interaction = fc
  .record({ startTime: time, duration: time, before: time, handled: time })
  .map(({ startTime, duration, before, handled }): Interaction => {
    const processingStart = startTime - 5_000 + before;
    return {
      longest: { name: "click", startTime, duration } as PerformanceEventTiming,
      handling: { paintedAt: startTime + duration, processingStart, processingEnd: processingStart + handled },
    };
  });

it("splits the time until the next paint into three parts that lose nothing", () => {
  fc.assert(
    fc.property(interaction, (given) => {
      const { attribution = {} } = measureInp(given, []);
      const { inputDelay, processingDuration, presentationDelay } = attribution;
      expect(Number(inputDelay) + Number(processingDuration) + Number(presentationDelay)).toBe(
        Math.max(given.longest.duration, given.handling.processingStart - given.longest.startTime),
      );
      expect(Number(inputDelay)).toBeGreaterThanOrEqual(0);
      expect(Number(presentationDelay)).toBeGreaterThanOrEqual(0);
    }),
  );
});

it.each([
  ["keydown", "keyboard"],
  ["keyup", "keyboard"],
  ["click", "pointer"],
  ["pointerdown", "pointer"],
])("takes a %s for the %s", (name, interactionType) => {
  const handling = { paintedAt: 48, processingStart: 0, processingEnd: 8 };
  const longest = { name, startTime: 0, duration: 48 } as PerformanceEventTiming;
  expect(measureInp({ longest, handling }, []).attribution).toMatchObject({ eventType: name, interactionType });
});

const slow: Interaction = {
  longest: { name: "click", startTime: 1_000, duration: 300 } as PerformanceEventTiming,
  handling: { paintedAt: 1_300, processingStart: 1_020, processingEnd: 1_200 },
};

const script = (sourceFunctionName: string, startTime: number, duration: number) =>
  ({
    ...{ sourceFunctionName, startTime, duration },
    ...{ invoker: "IMG[src=https://shop.example/a.jpg?token=1].onload", sourceURL: "https://shop.example/a.js" },
  }) as ScriptTiming;

it("names the script that took most of the interaction, whatever it took before or after", () => {
  const scripts = [script("early", 700, 350), script("pay", 1_055, 100), script("late", 1_250, 500)];
  expect(measureInp(slow, scripts).attribution).toMatchObject({
    invoker: "IMG.onload",
    sourceURL: "https://shop.example/a.js",
    sourceFunctionName: "pay",
  });
});

it.each([
  ["was over before the input", script("early", 900, 100)],
  ["began after the paint", script("late", 1_300, 100)],
])("blames no script that %s", (_, other) => {
  const { attribution } = measureInp(slow, [other]);
  expect(attribution?.["sourceFunctionName"]).toBeUndefined();
  expect(attribution?.["invoker"]).toBe("");
});
