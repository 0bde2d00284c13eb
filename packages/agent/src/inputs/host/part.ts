import type { Metric } from "@perigee/otlp";
import type { Interval } from "../instruments.ts";
import type { HostFiles } from "./host-files.ts";

/** Metrics of one part of the host. It may remember what it saw last, to tell what happened since. */
export type Part = (files: HostFiles, interval: Interval) => Promise<Metric[]>;
