import { automaticEvents, type EventRow, type LogRow, type SpanRow, toDateTime64 } from "@perigee/schema";
import type { Random } from "./random.ts";
import type { Rows } from "./recorder.ts";
import { apiRoute, type ServiceName, sourceOf, type Work, worksOf } from "./services.ts";

/** What lies between the browser's request and the server's span, and back: a part of the request's time. */
const networkShare = 0.16;

const host = "small-orbit.example";

/** Gives each request that a visit's events tell of its other half: the back end's spans, and the lines that they logged. */
export function addBackEnd(rows: Rows, random: Random, events: readonly EventRow[]): void {
  for (const row of events) {
    // Status 0 never reached the server.
    if (row.event === automaticEvents.request && row.status > 0) new Exchange(rows, random, row).tell();
  }
}

type Timed = { startMs: number; durationMs: number };
type OwnSpan = Pick<SpanRow, "SpanName" | "SpanKind" | "ParentSpanId" | "SpanAttributes" | "StatusCode"> & Timed;

/** One request as the services saw it. */
class Exchange {
  readonly #rows: Rows;
  readonly #random: Random;
  readonly #request: EventRow;
  readonly #messageId: string;
  #seq = 0;

  constructor(rows: Rows, random: Random, request: EventRow) {
    this.#rows = rows;
    this.#random = random;
    this.#request = request;
    this.#messageId = random.uuidv7(Date.parse(`${request.received_at.replace(" ", "T")}Z`));
  }

  tell(): void {
    const { ts, duration_ms, status, span_id, target, props } = this.#request;
    const method = props["method"] ?? "GET";
    const route = apiRoute(target.slice(host.length));
    const startMs = Date.parse(`${ts.replace(" ", "T")}Z`) + (duration_ms * networkShare) / 2;
    const server = { startMs, durationMs: duration_ms * (1 - networkShare) };
    const spanId = this.#span("shop-api", {
      ...server,
      SpanName: `${method} ${route}`,
      SpanKind: "Server",
      ParentSpanId: span_id,
      SpanAttributes: {
        "http.request.method": method,
        "http.route": route,
        "http.response.status_code": String(status),
        "url.path": target.slice(host.length),
      },
      StatusCode: status >= 500 ? "Error" : "Unset",
    });
    const works = worksOf(route);
    let at = server.startMs;
    for (const [index, work] of works.entries()) {
      const failed = status >= 400 && index === works.length - 1;
      this.#work(work, { startMs: at, durationMs: server.durationMs * work.share }, { spanId, failed });
      at += server.durationMs * work.share;
    }
    this.#logAnswer({ route, method, spanId, endMs: at });
  }

  /** The caller's span, and beneath it that of the service which was asked. */
  #work(
    { service, name, attributes }: Work,
    time: Timed,
    { spanId, failed }: { spanId: string; failed: boolean },
  ): void {
    const StatusCode = failed && this.#request.status >= 500 ? "Error" : "Unset";
    const common = { SpanName: name, StatusCode, ...time } as const;
    const client = { ...common, SpanKind: "Client", ParentSpanId: spanId, SpanAttributes: attributes } as const;
    const asked = this.#span("shop-api", client);
    if (service === "shop-api") return;
    const inside = { startMs: time.startMs + time.durationMs * 0.05, durationMs: time.durationMs * 0.9 };
    const own = { ...common, ...inside, SpanKind: "Server", ParentSpanId: asked } as const;
    const answered = this.#span(service, { ...own, SpanAttributes: { "http.route": name.split(" ")[1] ?? "" } });
    if (!failed) return;
    const [level, body] = this.#request.status >= 500 ? outage : refusal;
    this.#log(service, { level, body, spanId: answered, atMs: inside.startMs + inside.durationMs });
  }

  #logAnswer({ route, method, spanId, endMs }: { route: string; method: string; spanId: string; endMs: number }): void {
    const { status, duration_ms } = this.#request;
    const about = `${method} ${route} ${status} ${Math.round(duration_ms * (1 - networkShare))} ms`;
    if (status >= 500) this.#log("shop-api", { level: "ERROR", body: `request failed: ${about}`, spanId, atMs: endMs });
    else if (status >= 400)
      this.#log("shop-api", { level: "WARN", body: `request refused: ${about}`, spanId, atMs: endMs });
    else if (method !== "GET") this.#log("shop-api", { level: "INFO", body: about, spanId, atMs: endMs });
  }

  #head(atMs: number) {
    const { project_id, retention_days, received_at, trace_id } = this.#request;
    return {
      project_id,
      retention_days,
      received_at,
      message_id: this.#messageId,
      seq: this.#seq++,
      Timestamp: toDateTime64(atMs),
      TraceId: trace_id,
      DroppedAttributesCount: 0,
      weight: 1,
      redacted: {},
    };
  }

  #span(service: ServiceName, { startMs, durationMs, ...own }: OwnSpan): string {
    const SpanId = this.#random.hex(16);
    const isOutage = own.StatusCode === "Error";
    this.#rows.otel_traces.push({
      ...this.#head(startMs),
      ...sourceOf(service, this.#request.release),
      ...own,
      SpanId,
      TraceState: "",
      TraceFlags: 1,
      Duration: String(Math.round(durationMs * 1e6)),
      StatusMessage: isOutage ? outage[1] : "",
      "Events.Timestamp": isOutage ? [toDateTime64(startMs + durationMs)] : [],
      "Events.Name": isOutage ? ["exception"] : [],
      "Events.Attributes": isOutage ? [{ "exception.type": "PoolTimeout", "exception.message": outage[1] }] : [],
      "Links.TraceId": [],
      "Links.SpanId": [],
      "Links.TraceState": [],
      "Links.Attributes": [],
      DroppedEventsCount: 0,
      DroppedLinksCount: 0,
    });
    return SpanId;
  }

  #log(
    service: ServiceName,
    { level, body, spanId, atMs }: { level: Level; body: string; spanId: string; atMs: number },
  ): void {
    const head = this.#head(atMs);
    const row: LogRow = {
      ...head,
      ObservedTimestamp: head.Timestamp,
      SpanId: spanId,
      TraceFlags: 1,
      SeverityText: level,
      SeverityNumber: severities[level],
      ...sourceOf(service, this.#request.release),
      Body: body,
      LogAttributes: { "http.response.status_code": String(this.#request.status) },
      EventName: "",
    };
    this.#rows.otel_logs.push(row);
  }
}

const severities = { INFO: 9, WARN: 13, ERROR: 17 } as const;
type Level = keyof typeof severities;

/** What went wrong behind a 5xx, and behind a 4xx. */
const outage: [Level, string] = ["ERROR", "timed out waiting for a connection from the pool (size 10)"];
const refusal: [Level, string] = ["WARN", "card declined by issuer"];
