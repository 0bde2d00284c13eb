import type { Input } from "../input.ts";
import type { InputConfig } from "./input-configs.ts";

/** Makes an input of its options. The code of inputs that nobody wants is not loaded: it would take memory. */
export async function loadInput(config: InputConfig): Promise<Input> {
  switch (config.type) {
    case "tail":
      return (await import("./tail.ts")).tailInput(config);
    case "stdin":
      return (await import("./stdin.ts")).stdinInput(config);
    case "host":
      return (await import("./host/host.ts")).hostInput(config);
    case "syslog":
      return (await import("./syslog/syslog.ts")).syslogInput(config);
    case "otlp":
      return (await import("./otlp-receiver/otlp-receiver.ts")).otlpReceiverInput(config);
    case "prometheus":
      return (await import("./prometheus/prometheus.ts")).prometheusInput(config);
    case "journald":
      return (await import("./journald/journald.ts")).journaldInput(config);
  }
}
