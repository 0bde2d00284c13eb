import { describe, expect, it } from "vitest";
import {
  changeOf,
  counted,
  duration,
  exactCount,
  percent,
  perSecond,
  ratio,
  shortCount,
  signedPercent,
  spanDuration,
  wholeDuration,
} from "./number.ts";

/** Written with plain spaces here; the page has narrow ones that do not break. */
const read = (text: string) => text.replaceAll("\u202f", " ");

describe("counts", () => {
  it.each([
    [0, "0", "0"],
    [987, "987", "987"],
    [9_876, "9 876", "9 876"],
    [12_345, "12.3 k", "12 345"],
    [999_949, "999.9 k", "999 949"],
    [999_950, "1 M", "999 950"],
    [4_567_890, "4.57 M", "4 567 890"],
    [999_995_000, "1 G", "999 995 000"],
  ])("%i is %s in short and %s exactly", (count, short, exact) => {
    expect(read(shortCount(count))).toBe(short);
    expect(read(exactCount(count))).toBe(exact);
  });
});

describe("shares", () => {
  it.each([
    [0, "0 %"],
    [0.0004, "< 0.1 %"],
    [0.004, "0.4 %"],
    [0.05, "5 %"],
    [0.0525, "5.3 %"],
    [0.426, "43 %"],
    [1, "100 %"],
  ])("%f is %s", (share, text) => expect(read(percent(share))).toBe(text));

  it.each([
    [0.12, "+12 %"],
    [-0.034, "−3.4 %"],
    [0, "0 %"],
    [44, "× 45"],
  ])("a change of %f is %s", (change, text) => expect(read(signedPercent(change))).toBe(text));

  it("has no change to tell where there was nothing before", () => {
    expect(changeOf(5, 0)).toBeNull();
    expect(changeOf(5, 4)).toBe(0.25);
  });
});

describe("durations", () => {
  it.each([
    [0, "0 ms", "0 s"],
    [820.4, "820 ms", "1 s"],
    [999.6, "1.00 s", "1 s"],
    [2_480, "2.48 s", "2 s"],
    [45_200, "45 s", "45 s"],
    [59_499, "59 s", "59 s"],
    [59_600, "1 m 00 s", "1 m 00 s"],
    [185_000, "3 m 05 s", "3 m 05 s"],
    [7_800_000, "2 h 10 m", "2 h 10 m"],
    [7_199_000, "2 h 00 m", "2 h 00 m"],
  ])("%i ms is %s, in whole seconds %s", (ms, fine, whole) => {
    expect(read(duration(ms))).toBe(fine);
    expect(read(wholeDuration(ms))).toBe(whole);
  });
});

it("keeps two decimals of a mean", () => expect(ratio(2.345)).toBe("2.35"));

it.each([
  [0, "0 visits"],
  [1, "1 visit"],
  [2_000, "2 000 visits"],
])("counts %i as %s", (count, text) => expect(read(counted(count, "visit"))).toBe(text));

describe("what services are asked", () => {
  it.each([
    [0, "0"],
    [0.000_05, "< 0.0001"],
    [0.002_34, "0.0023"],
    [9.96, "10"],
    [12.3, "12"],
    [12_345, "12.3 k"],
  ])("%d a second is %s", (rate, text) => {
    expect(read(perSecond(rate))).toBe(text);
  });

  it.each([
    [0, "0 ms"],
    [0.42, "420 µs"],
    [0.999_6, "1 ms"],
    [2.54, "2.5 ms"],
    [38.2, "38 ms"],
    [1_500, "1.50 s"],
  ])("%d ms of a span is %s", (ms, text) => {
    expect(read(spanDuration(ms))).toBe(text);
  });
});
