import type { z } from "zod";
import { HostConfig } from "./host/host-config.ts";
import { JournaldConfig } from "./journald/journald-config.ts";
import { OtlpReceiverConfig } from "./otlp-receiver/otlp-receiver-config.ts";
import { PrometheusConfig } from "./prometheus/prometheus-config.ts";
import { StdinConfig } from "./stdin-config.ts";
import { SyslogConfig } from "./syslog/syslog-config.ts";
import { TailConfig } from "./tail-config.ts";

/** The options of every input by its type in the config. `load-input.ts` makes inputs of them. */
export const inputConfigs = {
  tail: TailConfig,
  stdin: StdinConfig,
  host: HostConfig,
  syslog: SyslogConfig,
  otlp: OtlpReceiverConfig,
  prometheus: PrometheusConfig,
  journald: JournaldConfig,
} as const;

export type InputConfig = z.output<(typeof inputConfigs)[keyof typeof inputConfigs]>;
