import { type ErrorRow, type EventRow, toDateTime64, type WebVitalRow } from "@perigee/schema";
import { errorGroups } from "./error-groups.ts";
import { type Page, walk } from "./journey.ts";
import type { Random } from "./random.ts";
import type { Release } from "./releases.ts";
import type { TrafficSource } from "./traffic-sources.ts";
import type { Visitor } from "./visitor.ts";
import { type Measurement, measureLoad, measureUse } from "./vitals.ts";

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

export type Rows = { events: EventRow[]; web_vitals: WebVitalRow[]; errors: ErrorRow[] };

/** How long events wait in the browser's batch before the edge has them. */
const deliveryMs = 2_500;
const host = "small-orbit.example";

/** Adds the rows of one visit to `rows`, as the SDK and ingest would have made them. */
export function addVisit(rows: Rows, random: Random, plan: VisitPlan): void {
  const { source, release } = plan;
  const isPaid = source.channel.startsWith("Paid") || source.channel === "Display";
  const mood = {
    bounce: (isPaid ? 1.25 : 1) * (source.channel === "Email" ? 0.7 : 1) * (release.isBad ? 1.2 : 1),
    purchase: (source.channel === "Email" ? 1.5 : isPaid ? 0.8 : 1) * (release.isBad ? 0.35 : 1),
  };
  const recorder = new Recorder(rows, random, plan);
  for (const [index, page] of walk(random, mood).entries()) recorder.record(page, index === 0);
}

/** Walks along the visit's clock and writes down what the SDK would report at each moment. */
class Recorder {
  readonly #rows: Rows;
  readonly #random: Random;
  readonly #plan: VisitPlan;
  readonly #shared: ReturnType<typeof sharedColumns>;
  readonly #messageId: string;
  #now: number;
  #seq = 0;

  constructor(rows: Rows, random: Random, plan: VisitPlan) {
    this.#rows = rows;
    this.#random = random;
    this.#plan = plan;
    this.#now = plan.startMs;
    this.#shared = sharedColumns(plan, random.uuidv7(plan.startMs));
    this.#messageId = random.uuidv7(plan.startMs + deliveryMs);
  }

  record(page: Page, isFirst: boolean): void {
    const random = this.#random;
    const stayMs = Math.round(Math.min(random.logNormal(isFirst ? 14_000 : 22_000, 0.9), 1_200_000)) + 1_500;
    const leaveAt = this.#now + stayMs;
    const navigationType = isFirst ? "navigate" : "soft-navigation";
    this.#addEvent(page, { event: "pageview", props: { navigation_type: navigationType, title: page.title } });
    const { place, device } = this.#plan.visitor;
    const conditions = {
      route: page.route,
      network: place.slowness * Math.sqrt(device.slowness) * (isFirst ? 1 : 0.45),
      processor: device.slowness,
      isBadRelease: this.#plan.release.isBad,
    };
    this.#now += 1_200;
    if (isFirst || random.chance(0.25)) this.#addVitals(page, navigationType, measureLoad(random, conditions));
    this.#addErrors(page);
    for (const action of page.actions) {
      this.#now += Math.round((0.2 + 0.3 * random.fraction()) * (leaveAt - this.#now));
      this.#addEvent(page, { event: action.name, value: action.value, props: action.props });
    }
    this.#now = leaveAt;
    if (isFirst || random.chance(0.25)) {
      const [shifts, reaction] = measureUse(random, conditions);
      // INP exists only where the visitor did something.
      const found = page.actions.length > 0 || random.chance(0.5) ? [shifts, reaction] : [shifts];
      this.#addVitals(
        page,
        navigationType,
        found.filter((measurement) => measurement !== undefined),
      );
    }
    const durationMs = Math.round(stayMs * (0.55 + 0.45 * random.fraction()));
    this.#addEvent(page, { event: "engagement", duration_ms: durationMs, props: {} });
    this.#now += 60 + random.below(400);
  }

  #addEvent(page: Page, own: Pick<EventRow, "event" | "props"> & { value?: number; duration_ms?: number }): void {
    const head = this.#head(page);
    if (head)
      this.#rows.events.push({ ...this.#shared.events, ...head, seq: this.#seq, value: 0, duration_ms: 0, ...own });
  }

  #addVitals(page: Page, navigationType: string, measurements: Measurement[]): void {
    for (const measurement of measurements) {
      const head = this.#head(page);
      const own = { ...measurement, navigation_type: navigationType };
      if (head) this.#rows.web_vitals.push({ ...this.#shared.web_vitals, ...head, ...own });
    }
  }

  #addErrors(page: Page): void {
    const { browser, device } = this.#plan.visitor.device;
    const visit = { isBadRelease: this.#plan.release.isBad, browser, device };
    for (const group of errorGroups) {
      const strikes = group.routes.includes(page.route) && group.strikes(visit) && this.#random.chance(group.rate);
      const head = strikes && this.#head(page);
      if (!head) continue;
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
        tags: { ...group.tags, mechanism: group.handled ? "manual" : "onerror" },
      });
    }
  }

  #head(page: Page) {
    this.#seq += 1;
    if (this.#now >= this.#plan.endMs) return undefined;
    return {
      ts: toDateTime64(this.#now),
      received_at: toDateTime64(Math.min(this.#now + deliveryMs, this.#plan.endMs)),
      event_id: this.#random.uuidv7(this.#now),
      message_id: this.#messageId,
      path: page.path,
      route: page.route,
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
  };
  const person = { user_id: visitor.userId, os: device.os, trace_id: "" };
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
    },
    web_vitals: everywhere,
    errors: { ...everywhere, ...person, span_id: "", frames: "[]", breadcrumbs: "[]" },
  };
}
