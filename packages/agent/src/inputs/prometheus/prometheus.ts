import type { KeyValues, Metric } from "@perigee/otlp";
import type { Input, InputContext } from "../../input.ts";
import { every, nowNanos } from "../every.ts";
import { gauge, keyValues, resourceOf, scopeOf } from "../instruments.ts";
import { type Troubles, troublesOf } from "../troubles.ts";
import { nameFilter } from "./name-filter.ts";
import type { PrometheusConfig } from "./prometheus-config.ts";
import { type Endpoint, type ScrapeAnswer, scrape } from "./scrape.ts";
import { type ScrapeTree, scrapeTree } from "./scrape-tree.ts";
import { type StartTimes, startTimes } from "./start-times.ts";

const up = gauge("up", "", "1 where the endpoint answered, else 0.");
const scrapeDuration = gauge("scrape_duration_seconds", "s", "How long the endpoint was waited for.");
const scraped = gauge("scrape_samples_scraped", "", "Samples that the endpoint told of.");

/** Scrapes endpoints that speak Prometheus' text format or OpenMetrics; tells also whether each of them was up. */
export const prometheusInput =
  (config: PrometheusConfig): Input =>
  async (context) => {
    const keeps = nameFilter(config);
    const troubles = troublesOf(context);
    await Promise.all(
      config.endpoints.map((url) => {
        const endpoint: Endpoint = { url, headers: config.headers, timeoutMs: config.timeout };
        const times = startTimes();
        return every(config.interval, context.signal, () =>
          scrapeOnce(endpoint, { context, troubles, times, keeps, attributes: attributesOf(new URL(url), config) }),
        );
      }),
    );
  };

type Target = {
  context: InputContext;
  troubles: Troubles;
  times: StartTimes;
  keeps: (name: string) => boolean;
  attributes: KeyValues;
};

async function scrapeOnce(endpoint: Endpoint, target: Target): Promise<void> {
  const time = nowNanos();
  const asked = performance.now();
  const answer = await scrape(endpoint, target.context.signal);
  const seconds = (performance.now() - asked) / 1000;
  // A scrape that the agent's end has cut off says nothing of the endpoint.
  if (!answer.ok && target.context.signal.aborted) return;
  const tree = answer.ok ? scrapeTree({ ...answer, ...target, time }, target.times) : undefined;
  sayTroubles(new URL(endpoint.url).host, { answer, tree, troubles: target.troubles });
  const interval = { since: time, time };
  const own: Metric[] = [
    up(interval, [{ value: answer.ok ? 1 : 0 }]),
    scrapeDuration(interval, [{ value: seconds }]),
    scraped(interval, [{ value: answer.ok ? answer.exposition.samples : 0 }]),
  ];
  const resource = { ...resourceOf({}), attributes: target.attributes };
  await target.context.emit({
    metrics: [...(tree?.metrics ?? []), { resource, scope: scopeOf("prometheus"), items: own }],
  });
}

type Outcome = { answer: ScrapeAnswer; tree: ScrapeTree | undefined; troubles: Troubles };

/** Each endpoint has its own troubles; of its address only host and port are named, since the rest may hold a secret. */
function sayTroubles(endpoint: string, { answer, tree, troubles }: Outcome): void {
  if (!answer.ok) {
    const { reason, detail } = answer.fault;
    troubles.met(endpoint, "an endpoint could not be scraped", { fault: reason, detail });
    return;
  }
  troubles.over(endpoint);
  const { faultyLines, firstFault } = answer.exposition;
  if (faultyLines > 0)
    troubles.met(`${endpoint} lines`, "lines of an endpoint could not be read", { faultyLines, firstFault });
  else troubles.over(`${endpoint} lines`);
  const points = tree?.refused ?? 0;
  if (points > 0) troubles.met(`${endpoint} points`, "points of an endpoint are incomplete", { points });
  else troubles.over(`${endpoint} points`);
}

/** https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#resource-attributes */
const attributesOf = (url: URL, config: PrometheusConfig): KeyValues =>
  keyValues({
    ...config.attributes,
    "service.name": config.service,
    "service.instance.id": `${url.hostname}:${portOf(url)}`,
    "server.address": url.hostname,
    "server.port": portOf(url),
    "url.scheme": url.protocol.slice(0, -1),
  });

const portOf = ({ port, protocol }: URL): number => (port === "" ? (protocol === "https:" ? 443 : 80) : Number(port));
