/** OpenTelemetry's ranges of severity, and the lowest number of each. In a file of its own, since who only needs it can do without zod. */
export const severityRanges = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 } as const;
