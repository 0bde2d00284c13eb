import type { Scenario } from "../scenario.ts";
import { kvBreaks, queueAnswerLost, queueFull, spoolRefuses, spoolStuck } from "./binding-breaks.ts";
import { clickhouse500, clickhouse503, clickhouseAway, tooManyParts } from "./clickhouse-refuses.ts";
import { clientAnswerLost } from "./client-answer-lost.ts";
import { consumerCrashes, redelivery } from "./consumer-fails.ts";
import { d1Breaks } from "./d1-breaks.ts";
import { diskFull } from "./disk-full.ts";
import { insertAnswerLost, insertTimesOut } from "./insert-answer-lost.ts";
import { killClickhouse } from "./kill-clickhouse.ts";
import { killWorkerd } from "./kill-workerd.ts";
import { poison, poisonUnburied } from "./poison.ts";

/** In the order of the table. */
export const scenarios: readonly Scenario[] = [
  killWorkerd,
  killClickhouse,
  clickhouse500,
  clickhouse503,
  clickhouseAway,
  tooManyParts,
  insertAnswerLost,
  insertTimesOut,
  poison,
  poisonUnburied,
  queueFull,
  queueAnswerLost,
  redelivery,
  consumerCrashes,
  clientAnswerLost,
  spoolRefuses,
  spoolStuck,
  kvBreaks,
  d1Breaks,
  diskFull,
];
