import { type Sql, sql } from "./sql.ts";

/**
 * Counts of rows that may be a sample. A site that keeps a tenth of its visits sends each row with weight 10, so the sum of the
 * weights says how many there were. Where nothing is sampled all weights are 1, and every figure here is exact.
 */

export const count: Sql = sql`toUInt64(round(sum(weight)))`;

export const countIf = (condition: Sql): Sql => sql`toUInt64(round(sumIf(weight, ${condition})))`;

/** 0 to 1; 0 of nothing. */
export const share = (condition: Sql): Sql => sql`if(sum(weight) = 0, 0, sumIf(weight, ${condition}) / sum(weight))`;

/**
 * How many different ones there were: those that were kept, times the mean weight of the rows that were counted. It is right for
 * visitors who come once in the range, and too high for those who come often, as they are more likely to be in the sample:
 * with a tenth of the visits kept, someone with ten visits is seen with probability 0.65 and then counted as ten.
 *
 * In `events` and `sessions` there can be rows of visits that the edge did not keep, as slow ones stay: they are no part of the
 * sample and have no weight as a visit, so they are left out (`standsFor`: `session_weight` in `events`).
 */
export const uniques = (value: Sql, standsFor: Sql = sql`weight`): Sql =>
  sql`toUInt64(round(uniqIf(${value}, ${standsFor} > 0) * sum(${standsFor}) / greatest(countIf(${standsFor} > 0), 1)))`;

/**
 * 75th percentile. A t-digest needs the same memory for any number of rows and is exact to a fraction of a percent. It takes whole
 * weights, so they are given in hundredths.
 */
export const p75 = (value: Sql): Sql =>
  sql`toFloat64(quantileTDigestWeighted(0.75)(${value}, toUInt32(round(weight * 100))))`;

/** 50th, 95th and 99th percentile, as a list, by the same means. */
export const quantiles = (value: Sql): Sql =>
  sql`quantilesTDigestWeighted(0.5, 0.95, 0.99)(${value}, toUInt32(round(weight * 100)))`;

/**
 * Relative standard error of `count` over rows that were kept independently of each other, each at the rate 1 / weight, as visits are:
 * the root of Horvitz and Thompson's variance, the sum of weight × (weight − 1), divided by the count itself. 0 where nothing is
 * sampled. Rows of events would need the sum per visit, since a visit's rows are kept or dropped together.
 */
export const countError: Sql = sql`if(sum(weight) = 0, 0, sqrt(sum(weight * (weight - 1))) / sum(weight))`;
