import { describe, expect, it } from "vitest";
import { clockShifts, type Placed } from "./clock-skew.ts";

const hour = 3_600_000;

type Given = [depth: number, service: string, time: number, durationMs: number];
const line = ([depth, service, time, durationMs]: Given): Placed => ({
  ...{ depth, service, time, durationMs },
  isWaiting: service !== "queue",
  isAnswer: true,
});

describe.each<[string, Given[], number[]]>([
  [
    "stay where they are possible",
    [
      [0, "web", 100, 50],
      [1, "api", 110, 20],
      [1, "api", 99.5, 20],
    ],
    [0, 0, 0],
  ],
  [
    "begin no earlier than their caller",
    [
      [0, "web", 1_000, 100],
      [1, "api", 1_000 - hour, 60],
    ],
    [0, hour + 20],
  ],
  [
    "end no later than who waits for them",
    [
      [0, "web", 1_000, 100],
      [1, "api", 1_000 + hour, 60],
    ],
    [0, 20 - hour],
  ],
  [
    "may come long after what only handed work on",
    [
      [0, "queue", 1_000, 100],
      [1, "api", 1_000 + hour, 60],
    ],
    [0, 0],
  ],
  [
    "begin with a caller that gave up before they ended",
    [
      [0, "web", 1_000, 100],
      [1, "api", 900, 500],
    ],
    [0, 100],
  ],
  [
    "take along what they caused, which is put right in turn",
    [
      [0, "web", 1_000, 100],
      [1, "api", 0, 100],
      [2, "api", 10, 50],
      [2, "db", 5_000, 20],
      [1, "web", 1_010, 5],
    ],
    [0, 1_000, 1_000, -3_960, 0],
  ],
  [
    "of one service are as its own clock says",
    [
      [0, "api", 100, 50],
      [1, "api", 20, 10],
    ],
    [0, 0],
  ],
])("spans of other clocks", (name, lines, shifts) => {
  it(name, () => expect(clockShifts(lines.map(line))).toEqual(shifts));
});
