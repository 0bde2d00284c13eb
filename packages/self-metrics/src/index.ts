export { Meter } from "./instruments.ts";
export {
  type Family,
  formatFamilies,
  formatPoints,
  histogramSamples,
  prometheusName,
  prometheusType,
} from "./prometheus.ts";
export { Reporter } from "./reporter.ts";
