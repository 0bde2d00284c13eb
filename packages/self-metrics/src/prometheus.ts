import type { Description, HistogramValue, Point } from "./points.ts";

/** A family of the Prometheus text format: what it is called, then its lines. */
export type Family = { name: string; type: "counter" | "gauge" | "histogram"; help: string; samples: Sample[] };
export type Sample = { suffix?: string; labels: Record<string, string>; value: number };

export const prometheusType = "text/plain; version=0.0.4; charset=utf-8";

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function formatFamilies(families: Family[]): string {
  return families
    .map(({ name, type, help, samples }) => {
      const lines = samples.map(({ suffix = "", labels, value }) => `${name}${suffix}${labelsText(labels)} ${value}\n`);
      return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}\n${lines.join("")}`;
    })
    .join("");
}

/** All points in Prometheus text; those of one instrument stand together. */
export function formatPoints(points: Point[]): string {
  const families = Map.groupBy(points, ({ name }) => name);
  return formatFamilies(
    Array.from(families.values(), (series) => familyOf(series)).filter((family) => family !== undefined),
  );
}

function familyOf(series: Point[]): Family | undefined {
  const [first] = series;
  if (!first) return undefined;
  const isCounter = first.kind === "sum";
  return {
    name: prometheusName(first) + (isCounter ? "_total" : ""),
    type: isCounter ? "counter" : first.kind === "gauge" ? "gauge" : "histogram",
    help: first.description,
    samples: series.flatMap((point) =>
      point.kind === "histogram"
        ? histogramSamples(point.value, point.attributes)
        : [{ labels: point.attributes, value: point.value }],
    ),
  };
}

/** Buckets become cumulative, as Prometheus has them. */
export function histogramSamples(
  { buckets, bounds, count, sum }: Omit<HistogramValue, "min" | "max">,
  labels: Record<string, string>,
): Sample[] {
  let below = 0;
  const lines = buckets.map((inBucket, index) => {
    below += inBucket;
    return { suffix: "_bucket", labels: { ...labels, le: String(bounds[index] ?? "+Inf") }, value: below };
  });
  return [...lines, { suffix: "_sum", labels, value: sum }, { suffix: "_count", labels, value: count }];
}

const unitSuffixes: Record<string, string> = { s: "_seconds", By: "_bytes" };

/** `perigee.ingest.step.duration` in `s` is `perigee_ingest_step_duration_seconds`; counted things such as {message} add nothing. */
export const prometheusName = ({ name, unit }: Pick<Description, "name" | "unit">): string =>
  name.replaceAll(/[^a-zA-Z0-9_]/g, "_") + (unitSuffixes[unit] ?? "");

function labelsText(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name.replaceAll(/[^a-zA-Z0-9_]/g, "_")}="${escaped(value).replaceAll('"', '\\"')}"`,
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
