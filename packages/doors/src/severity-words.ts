/**
 * OpenTelemetry's severity number of a level as loggers write it: words of Loki, syslog and winston, and pino's numbers. 0 for a word that
 * means nothing to us.
 * https://opentelemetry.io/docs/specs/otel/logs/data-model-appendix/#appendix-b-severitynumber-example-mappings
 */
export const severityNumberOf = (level: string): number => severities.get(level.toLowerCase()) ?? 0;

const severities = new Map<string, number>(
  Object.entries({
    1: ["trace", "trc", "silly", "finest", "10"],
    5: ["debug", "dbg", "verbose", "fine", "20"],
    9: ["info", "inf", "information", "informational", "http", "30"],
    10: ["notice"],
    13: ["warn", "warning", "wrn", "40"],
    17: ["error", "err", "eror", "50"],
    18: ["critical", "crit"],
    19: ["alert"],
    21: ["fatal", "emerg", "emergency", "panic", "60"],
  }).flatMap(([number, words]) => words.map((word): [string, number] => [word, Number(number)])),
);
