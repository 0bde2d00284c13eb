import fc from "fast-check";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { describeLcp } from "./lcp.ts";

// Node has no elements, and none is needed: these paints name none.
beforeAll(() => vi.stubGlobal("Element", class {}));
afterEach(() => vi.restoreAllMocks());

const url = "https://shop.example/hero.jpg";
const paint = (startTime: number) => ({ url, startTime, element: null }) as LargestContentfulPaint;

function page({ responseStart = 0, loads = [] as Partial<PerformanceResourceTiming>[], now = 1e6 }) {
  vi.spyOn(performance, "now").mockReturnValue(now);
  vi.spyOn(performance, "getEntriesByType").mockReturnValue([{ responseStart } as PerformanceNavigationTiming]);
  vi.spyOn(performance, "getEntriesByName").mockReturnValue(loads as PerformanceResourceTiming[]);
}

it("tells what a picture waited for", () => {
  page({ responseStart: 100, loads: [{ startTime: 140, requestStart: 150, responseEnd: 400 }] });
  expect(describeLcp(paint(450), { start: 0 })()).toMatchObject({
    value: 450,
    attribution: {
      url,
      timeToFirstByte: 100,
      resourceLoadDelay: 50,
      resourceLoadDuration: 250,
      elementRenderDelay: 50,
    },
  });
});

it("takes the start of the fetch where another origin hides that of the request", () => {
  page({ responseStart: 100, loads: [{ startTime: 140, requestStart: 0, responseEnd: 400 }] });
  expect(describeLcp(paint(450), { start: 0 })().attribution).toMatchObject({ resourceLoadDelay: 40 });
});

it("takes the first request of the address", () => {
  const loads = [
    { startTime: 200, requestStart: 200, responseEnd: 300 },
    { startTime: 400, requestStart: 400, responseEnd: 440 },
  ];
  page({ responseStart: 100, loads });
  expect(describeLcp(paint(450), { start: 0 })().attribution).toMatchObject({ resourceLoadDelay: 100 });
});

it("counts nothing that comes after the paint", () => {
  page({ responseStart: 100, loads: [{ startTime: 200, requestStart: 200, responseEnd: 900 }] });
  const during = describeLcp(paint(450), { start: 0 })().attribution;
  expect(during).toMatchObject({ resourceLoadDelay: 100, resourceLoadDuration: 250, elementRenderDelay: 0 });
  page({ responseStart: 100, loads: [{ startTime: 500, requestStart: 500, responseEnd: 900 }] });
  const after = describeLcp(paint(450), { start: 0 })().attribution;
  expect(after).toMatchObject({ resourceLoadDelay: 350, resourceLoadDuration: 0, elementRenderDelay: 0 });
});

it("counts a soft navigation's paint from its interaction, which had no first byte", () => {
  page({ responseStart: 100, loads: [{ startTime: 1_020, requestStart: 1_030, responseEnd: 1_100 }] });
  expect(describeLcp(paint(1_150), { start: 1_000, interactionId: 7 })()).toMatchObject({
    value: 150,
    attribution: { timeToFirstByte: 0, resourceLoadDelay: 30, resourceLoadDuration: 70, elementRenderDelay: 50 },
  });
});

it("is 0 where a page was painted before it was activated", () => {
  page({});
  expect(describeLcp(paint(450), { start: 1_000 })().value).toBe(0);
});

it("splits the time into four parts that lose nothing", () => {
  const time = fc.integer({ min: 1, max: 5_000 });
  fc.assert(
    fc.property(fc.tuple(time, time, time, time), ([responseStart, wait, load, render]) => {
      page({ responseStart, loads: [{ requestStart: wait, startTime: wait, responseEnd: wait + load }] });
      const { value, attribution = {} } = describeLcp(paint(responseStart + render), { start: 0 })();
      const { url: _, ...parts } = attribution;
      expect(Object.values(parts).reduce((sum: number, part) => sum + Number(part), 0)).toBe(value);
      for (const part of Object.values(parts)) expect(part).toBeGreaterThanOrEqual(0);
    }),
  );
});
