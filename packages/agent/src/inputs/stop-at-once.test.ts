import { expect, it } from "vitest";
import { runInput } from "../../test/input-recorder.ts";
import type { Input } from "../input.ts";
import { hostInput } from "./host/host.ts";
import { HostConfig } from "./host/host-config.ts";
import { journaldInput } from "./journald/journald.ts";
import { JournaldConfig } from "./journald/journald-config.ts";
import { otlpReceiverInput } from "./otlp-receiver/otlp-receiver.ts";
import { OtlpReceiverConfig } from "./otlp-receiver/otlp-receiver-config.ts";
import { prometheusInput } from "./prometheus/prometheus.ts";
import { PrometheusConfig } from "./prometheus/prometheus-config.ts";
import { syslogInput } from "./syslog/syslog.ts";
import { SyslogConfig } from "./syslog/syslog-config.ts";

const endpoints = ["http://127.0.0.1:1/metrics"];
const all: [string, Input][] = [
  ["host", hostInput(HostConfig.parse({ type: "host" }))],
  ["syslog", syslogInput(SyslogConfig.parse({ type: "syslog", port: 0 }))],
  ["otlp", otlpReceiverInput(OtlpReceiverConfig.parse({ type: "otlp", port: 0 }))],
  ["prometheus", prometheusInput(PrometheusConfig.parse({ type: "prometheus", service: "node", endpoints }))],
  ["journald", journaldInput(JournaldConfig.parse({ type: "journald", journalctl: "/bin/cat" }))],
];

it.each(all)("%s ends when it is told to while it still starts", async (_, input) => {
  const run = runInput(input);
  await run.stop();
  expect(run.logs.filter(({ level }) => level !== "info")).toEqual([]);
});
