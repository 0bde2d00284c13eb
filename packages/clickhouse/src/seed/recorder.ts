import {
  automaticEvents,
  type ErrorRow,
  type EventRow,
  type LogRow,
  type MetricGaugeRow,
  type MetricHistogramRow,
  type SpanRow,
  toDateTime64,
  type WebVitalRow,
} from "@perigee/schema";
import type { ErrorGroup } from "./error-groups.ts";
import type { Random } from "./random.ts";
import type { Release } from "./releases.ts";
import type { Endpoint } from "./shop-parts.ts";
import type { TrafficSource } from "./traffic-sources.ts";
import type { Visitor } from "./visitor.ts";
import type { Measurement } from "./vitals.ts";

/** What a visit is made of. Times are milliseconds since the epoch; rows after `endMs` have not happened yet. */
export type VisitPlan = {
  projectId: number;
  retentionDays: number;
  startMs: number;
  endMs: number;
  visitor: Visitor;
  source: TrafficSource;
  release: Release;
};

export type Rows = {
  events: EventRow[];
  web_vitals: WebVitalRow[];
  errors: ErrorRow[];
  otel_traces: SpanRow[];
  otel_logs: LogRow[];
  otel_metrics_histogram: MetricHistogramRow[];
  otel_metrics_gauge: MetricGaugeRow[];
};

export const noRows = (): Rows => ({
  events: [],
  web_vitals: [],
  errors: [],
  otel_traces: [],
  otel_logs: [],
  otel_metrics_histogram: [],
  otel_metrics_gauge: [],
});

export const countRows = (rows: Rows): number => Object.values(rows).reduce((sum, { length }) => sum + length, 0);

type Place = { path: string; route: string };
type OwnEvent = Pick<EventRow, "event" | "props"> & Partial<EventRow>;
export type Frustration = "rage" | "dead" | "error";

/** How long events wait in the browser's batch before the edge has them. */
const deliveryMs = 2_500;
const host = "small-orbit.example";
const keptBreadcrumbs = 8;

/** Writes down what the SDK would report at each moment of a visit; whoever tells the story moves the clock. */
export class Recorder {
  readonly #rows: Rows;
  readonly #random: Random;
  readonly #plan: VisitPlan;
  readonly #shared: ReturnType<typeof sharedColumns>;
  readonly #messageId: string;
  readonly #breadcrumbs: { time: number; category: string; message: string }[] = [];
  #seq = 0;
  /** Of the click whose effects are under way; empty when nothing was clicked. */
  #traceId = "";
  now: number;

  constructor(rows: Rows, random: Random, plan: VisitPlan) {
    this.#rows = rows;
    this.#random = random;
    this.#plan = plan;
    this.now = plan.startMs;
    this.#shared = sharedColumns(plan, random.uuidv7(plan.startMs));
    this.#messageId = random.uuidv7(plan.startMs + deliveryMs);
  }

  /** What follows happened by itself. */
  endTrace(): void {
    this.#traceId = "";
  }

  addEvent(place: Place, own: OwnEvent): void {
    const head = this.#head(place);
    if (head)
      this.#rows.events.push({ ...this.#shared.events, ...head, seq: this.#seq, trace_id: this.#traceId, ...own });
  }

  addView(place: Place, props: { navigation_type: string; title: string }): void {
    this.#remember("navigation", place.path);
    this.addEvent(place, { event: automaticEvents.pageview, props });
  }

  /** Begins a trace of its own, which everything belongs to until it ends. */
  addClick(place: Place, target: string, frustration?: Frustration): void {
    this.#traceId = this.#random.hex(32);
    this.#remember("click", target);
    const props = {
      type: "click",
      ...(frustration && { frustration }),
      ...(frustration === "rage" && { clicks: "4" }),
    };
    this.addEvent(place, { event: automaticEvents.interaction, target, props });
    this.now += 8;
  }

  addRequest(place: Place, { method, path }: Endpoint, answer: { status: number; durationMs: number }): void {
    const { status, durationMs } = answer;
    this.#remember("request", `${method} ${path} → ${status || "no answer"}`);
    this.addEvent(place, {
      event: automaticEvents.request,
      target: host + path,
      status,
      duration_ms: durationMs,
      trace_id: this.#traceId || this.#random.hex(32),
      span_id: this.#random.hex(16),
      props: { method, initiator: "fetch", ...(status === 0 && { error: "TypeError" }) },
    });
  }

  addVitals(place: Place, navigationType: string, measurements: readonly Measurement[]): void {
    for (const measurement of measurements) {
      const head = this.#head(place);
      if (!head) continue;
      const trace_id = measurement.metric === "INP" ? this.#traceId : "";
      const own = { ...measurement, navigation_type: navigationType, trace_id };
      this.#rows.web_vitals.push({ ...this.#shared.web_vitals, ...head, ...own });
    }
  }

  addError(place: Place, group: ErrorGroup): void {
    const head = this.#head(place);
    if (!head) return;
    this.#rows.errors.push({
      ...this.#shared.errors,
      ...head,
      issue_id: group.issueId,
      type: group.type,
      message: group.message(this.#random),
      culprit: group.culprit,
      level: group.level,
      handled: group.handled,
      stack_raw: group.stack,
      breadcrumbs: JSON.stringify(this.#breadcrumbs),
      trace_id: this.#traceId,
      tags: { ...group.tags, mechanism: group.handled ? "manual" : "onerror" },
    });
  }

  #remember(category: string, message: string): void {
    this.#breadcrumbs.push({ time: this.now, category, message });
    if (this.#breadcrumbs.length > keptBreadcrumbs) this.#breadcrumbs.shift();
  }

  #head(place: Place) {
    this.#seq += 1;
    if (this.now >= this.#plan.endMs) return undefined;
    return {
      ts: toDateTime64(this.now),
      received_at: toDateTime64(Math.min(this.now + deliveryMs, this.#plan.endMs)),
      event_id: this.#random.uuidv7(this.now),
      message_id: this.#messageId,
      path: place.path,
      route: place.route,
    };
  }
}

function sharedColumns({ projectId, retentionDays, visitor, source, release }: VisitPlan, sessionId: string) {
  const { place, device } = visitor;
  const everywhere = {
    project_id: projectId,
    retention_days: retentionDays,
    session_id: sessionId,
    visitor_id: visitor.visitorId,
    host,
    browser: device.browser,
    device: device.device,
    country: place.country,
    release: release.name,
    environment: "production",
    weight: 1,
    as_organisation: "",
    bot: 0,
    clock_skew_ms: 0,
    clamped: 0,
    redacted: {},
  };
  const person = { user_id: visitor.userId, os: device.os, span_id: "" };
  return {
    events: {
      ...everywhere,
      ...person,
      ...source,
      region: place.region,
      city: place.city,
      browser_version: device.browser_version,
      language: place.language,
      viewport_w: device.viewport_w,
      service: "shop-web",
      duration_ms: 0,
      value: 0,
      target: "",
      status: 0,
      scroll_depth: 0,
      session_weight: 1,
    },
    web_vitals: everywhere,
    errors: { ...everywhere, ...person, frames: "[]" },
  };
}
