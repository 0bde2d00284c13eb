import { automaticEvents } from "@perigee/schema";
import { checkoutFailed, type ErrorGroup, errorGroups } from "./error-groups.ts";
import { type Action, type Page, walk } from "./journey.ts";
import type { Random } from "./random.ts";
import { Recorder, type Rows, type VisitPlan } from "./recorder.ts";
import { checkout, checkoutButton, type Endpoint, linkTo, requestOf, triggers } from "./shop-parts.ts";
import { type Conditions, measureLoad, measureUse } from "./vitals.ts";

/** Adds the rows of one visit to `rows`, as the SDK and ingest would have made them. */
export function addVisit(rows: Rows, random: Random, plan: VisitPlan): void {
  const { source, release } = plan;
  const isPaid = source.channel.startsWith("Paid") || source.channel === "Display";
  const mood = {
    bounce: (isPaid ? 1.25 : 1) * (source.channel === "Email" ? 0.7 : 1) * (release.isBad ? 1.2 : 1),
    purchase: (source.channel === "Email" ? 1.5 : isPaid ? 0.8 : 1) * (release.isBad ? 0.35 : 1),
  };
  const visit = new Visit(new Recorder(rows, random, plan), random, plan);
  let before: Page | undefined;
  for (const page of walk(random, mood)) {
    visit.stayOn(page, before);
    before = page;
  }
}

/** Tells a visit page by page: what the visitor does, and how shop and browser take it. */
class Visit {
  readonly #recorder: Recorder;
  readonly #random: Random;
  readonly #plan: VisitPlan;

  constructor(recorder: Recorder, random: Random, plan: VisitPlan) {
    this.#recorder = recorder;
    this.#random = random;
    this.#plan = plan;
  }

  /** `before` is the page that led here; the first one has none. */
  stayOn(page: Page, before: Page | undefined): void {
    const random = this.#random;
    const recorder = this.#recorder;
    if (before && random.chance(0.7)) recorder.addClick(before, linkTo(page.route));
    const stayMs = Math.round(Math.min(random.logNormal(before ? 22_000 : 14_000, 0.9), 1_200_000)) + 1_500;
    const leaveAt = recorder.now + stayMs;
    this.#arrive(page, !before);
    for (const action of page.actions) {
      recorder.now += Math.round((0.2 + 0.3 * random.fraction()) * Math.max(0, leaveAt - recorder.now));
      this.#act(page, action);
    }
    if (page.route === "/product/[id]" && random.chance(0.04)) recorder.addClick(page, "main>article>img", "dead");
    recorder.now = Math.max(recorder.now, leaveAt);
    if (!before || random.chance(0.25)) this.#reportUse(page, !before);
    recorder.endTrace();
    recorder.addEvent(page, {
      event: automaticEvents.engagement,
      duration_ms: Math.round(stayMs * (0.55 + 0.45 * random.fraction())),
      scroll_depth: Math.min(100, Math.round(random.logNormal(55, 0.5))),
      props: {},
    });
    recorder.now += 60 + random.below(400);
  }

  /** The view and what comes of it, all of it in the trace of the click that led here. */
  #arrive(page: Page, isFirst: boolean): void {
    const random = this.#random;
    const recorder = this.#recorder;
    const conditions = this.#conditionsOn(page, isFirst);
    const request = requestOf(page);
    recorder.addView(page, { navigation_type: navigationType(isFirst), title: page.title });
    if (request && random.chance(0.85)) this.#request(page, request);
    recorder.now += 1_200;
    if (isFirst) this.#reportLoad(page, conditions);
    if (isFirst || random.chance(0.25)) {
      recorder.addVitals(page, navigationType(isFirst), measureLoad(random, conditions));
    }
    this.#fail(page);
    this.#stutter(page, conditions);
    recorder.endTrace();
  }

  #conditionsOn({ route }: Page, isFirst: boolean): Conditions {
    const { place, device } = this.#plan.visitor;
    return {
      route,
      network: place.slowness * Math.sqrt(device.slowness) * (isFirst ? 1 : 0.45),
      processor: device.slowness,
      isBadRelease: this.#plan.release.isBad,
    };
  }

  #act(page: Page, action: Action): void {
    const { click, request } = triggers[action.name] ?? {};
    if (click) this.#recorder.addClick(page, click);
    if (request) this.#request(page, request);
    const { name, value, props } = action;
    this.#recorder.addEvent(page, { event: name, value, props });
    const gaveUp = name === "begin_checkout" && !page.actions.some((other) => other.name === "purchase");
    if (gaveUp && this.#random.chance(this.#plan.release.isBad ? 0.6 : 0.05)) this.#failToPay(page);
  }

  /** The bad release's checkout takes seconds and then fails; people press the button again and again. */
  #failToPay(page: Page): void {
    const isRaging = this.#random.chance(0.5);
    for (const frustration of isRaging ? (["rage", "error"] as const) : (["error"] as const)) {
      this.#recorder.now += 900;
      this.#recorder.addClick(page, checkoutButton, frustration);
    }
    this.#request(page, checkout, 503);
    this.#recorder.addError(page, checkoutFailed);
  }

  /** Asks the back end. It is slow and often out of order for the checkout while the bad release is out. */
  #request(page: Page, endpoint: Endpoint, status = this.#answerOf(endpoint)): void {
    const random = this.#random;
    const isSlow = this.#plan.release.isBad && endpoint.path === checkout.path;
    const load = isSlow ? 3.4 : 1;
    const usualMs = random.logNormal(endpoint.medianMs, 0.45) * Math.sqrt(this.#plan.visitor.place.slowness);
    const durationMs = Math.round(usualMs * load);
    this.#recorder.addRequest(page, endpoint, { status, durationMs });
    // What comes of the answer comes after it.
    this.#recorder.now += durationMs;
  }

  #answerOf({ method }: Endpoint): number {
    const chance = this.#random.fraction();
    if (chance < 0.002) return 0;
    if (chance < 0.007) return 500;
    return method === "POST" ? 201 : 200;
  }

  /** The faults that strike on this page, each after the click and the request that led to it. */
  #fail(page: Page): void {
    const { browser, device } = this.#plan.visitor.device;
    const visit = { isBadRelease: this.#plan.release.isBad, browser, device };
    for (const group of errorGroups) {
      const strikes = group.routes.includes(page.route) && group.strikes(visit) && this.#random.chance(group.rate);
      if (strikes) this.#strike(page, group);
    }
  }

  #strike(page: Page, group: ErrorGroup): void {
    const { click, request, status } = group.after ?? {};
    if (click) this.#recorder.addClick(page, click, "error");
    if (request) this.#request(page, request, status);
    this.#recorder.addError(page, group);
  }

  /** A long animation frame, where the processor is slow or the bad release has too much to compute. */
  #stutter(page: Page, { processor, isBadRelease }: Conditions): void {
    const isHeavy = isBadRelease && page.route === "/product/[id]";
    if (!this.#random.chance(isHeavy ? 0.3 : 0.025 * processor)) return;
    const durationMs = Math.round(150 + this.#random.logNormal(isHeavy ? 160 : 40, 0.5) * processor);
    this.#recorder.addEvent(page, {
      event: automaticEvents["long-frame"],
      duration_ms: durationMs,
      target: "small-orbit.example/_next/static/chunks/product-91be.js",
      props: { blockingMs: String(durationMs - 50), invoker: "BUTTON.onclick", invokerType: "event-listener" },
    });
  }

  #reportLoad(page: Page, { network, processor }: Conditions): void {
    const requestMs = this.#random.logNormal(240, 0.5) * network;
    const loadMs = requestMs + this.#random.logNormal(1_300, 0.4) * Math.sqrt(network * processor);
    this.#recorder.addEvent(page, {
      event: automaticEvents.navigation,
      status: 200,
      duration_ms: Math.round(loadMs),
      props: {
        dnsMs: String(Math.round(requestMs * 0.06)),
        requestMs: String(Math.round(requestMs)),
        domInteractiveMs: String(Math.round(loadMs * 0.7)),
        protocol: "h2",
      },
    });
  }

  #reportUse(page: Page, isFirst: boolean): void {
    const [shifts, reaction] = measureUse(this.#random, this.#conditionsOn(page, isFirst));
    // INP exists only where the visitor did something.
    const found = page.actions.length > 0 || this.#random.chance(0.5) ? [shifts, reaction] : [shifts];
    const measurements = found.filter((measurement) => measurement !== undefined);
    this.#recorder.addVitals(page, navigationType(isFirst), measurements);
  }
}

const navigationType = (isFirst: boolean): string => (isFirst ? "navigate" : "soft-navigation");
