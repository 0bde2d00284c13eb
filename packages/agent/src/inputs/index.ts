import { HostConfig, hostInput } from "./host/host.ts";
import { JournaldConfig, journaldInput } from "./journald/journald.ts";
import { OtlpReceiverConfig, otlpReceiverInput } from "./otlp-receiver/otlp-receiver.ts";
import { PrometheusConfig, prometheusInput } from "./prometheus/prometheus.ts";
import { StdinConfig, stdinInput } from "./stdin.ts";
import { SyslogConfig, syslogInput } from "./syslog/syslog.ts";
import { tailInput } from "./tail.ts";
import { TailConfig } from "./tail-config.ts";

/** Every input by its type in the config: the schema of its options, and what makes it of them. */
export const inputs = {
  tail: { config: TailConfig, make: tailInput },
  stdin: { config: StdinConfig, make: stdinInput },
  host: { config: HostConfig, make: hostInput },
  syslog: { config: SyslogConfig, make: syslogInput },
  otlp: { config: OtlpReceiverConfig, make: otlpReceiverInput },
  prometheus: { config: PrometheusConfig, make: prometheusInput },
  journald: { config: JournaldConfig, make: journaldInput },
} as const;
