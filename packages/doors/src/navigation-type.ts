import { NavigationType } from "@perigee/schema";
import type { z } from "zod";

/**
 * How a page was come to, in the words of web-vitals: those of `PerformanceNavigationTiming.type` (Navigation Timing Level 2, section 3.4) have
 * an underscore in their place.
 */
export function navigationTypeOf(said: unknown): z.infer<typeof NavigationType> {
  const words = typeof said === "string" ? said.replaceAll("_", "-") : said;
  return NavigationType.catch("navigate").parse(words);
}
