import { describe, expect, it } from "vitest";
import { samplingWords } from "./sampling.ts";

describe("what is said of sampled figures", () => {
  it.each([
    [{ sessions: 0, storedSessions: 0, sessionsError: 0 }],
    [{ sessions: 717, storedSessions: 717, sessionsError: 0 }],
  ])("is nothing for %j", (overview) => expect(samplingWords(overview)).toBeNull());

  it.each([
    [
      { sessions: 1_240, storedSessions: 124, sessionsError: 0.0852 },
      "Estimated from 124 of 1 240 visits (10 %), standard error ±8.5 %",
    ],
    [
      { sessions: 1_000_000, storedSessions: 100, sessionsError: 0.09999 },
      "Estimated from 100 of 1 000 000 visits (< 0.1 %), standard error ±10 %",
    ],
    // Some of the visits are sampled, the others stand for themselves.
    [
      { sessions: 3, storedSessions: 2, sessionsError: 0.47 },
      "Estimated from 2 of 3 visits (67 %), standard error ±47 %",
    ],
  ])("of %j is %s", (overview, words) => expect(samplingWords(overview)?.replaceAll("\u202f", " ")).toBe(words));
});
