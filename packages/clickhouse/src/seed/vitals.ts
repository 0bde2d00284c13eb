import type { Random } from "./random.ts";

type Metric = "LCP" | "INP" | "CLS" | "FCP" | "TTFB";
export type Measurement = {
  metric: Metric;
  value: number;
  rating: string;
  target: string;
  attribution: Record<string, string>;
};

/** What a page load was like: factors on the network's and the processor's share, 1 is a good desktop. */
export type Conditions = { route: string; network: number; processor: number; isBadRelease: boolean };

/** Good up to the first number, poor beyond the second (web.dev/articles/vitals). */
const thresholds: Record<Metric, readonly [good: number, poor: number]> = {
  LCP: [2_500, 4_000],
  INP: [200, 500],
  CLS: [0.1, 0.25],
  FCP: [1_800, 3_000],
  TTFB: [800, 1_800],
};

type RouteSpeed = { lcp: number; inp: number; cls: number; lcpTarget: string; inpTarget: string };

/** Medians on a good desktop. Two routes are slow on purpose: the product list paints late, the checkout reacts late. */
const speeds: Record<string, RouteSpeed> = {
  "/": { lcp: 1_250, inp: 70, cls: 0.03, lcpTarget: "main>section.hero>img", inpTarget: "header>nav>a" },
  "/products": { lcp: 2_250, inp: 110, cls: 0.085, lcpTarget: "main>ul>li:nth-child(1)>a>img", inpTarget: "#sort" },
  "/product/[id]": { lcp: 1_500, inp: 90, cls: 0.04, lcpTarget: "main>article>img", inpTarget: "button.button" },
  "/cart": { lcp: 1_050, inp: 85, cls: 0.02, lcpTarget: "main>h1", inpTarget: "input.quantity" },
  "/checkout": { lcp: 1_350, inp: 235, cls: 0.05, lcpTarget: "main>h1", inpTarget: "form>button" },
  "/account": { lcp: 1_150, inp: 75, cls: 0.02, lcpTarget: "main>h1", inpTarget: "form>button" },
};

const speedOf = (route: string): RouteSpeed => speeds[route] ?? (speeds["/"] as RouteSpeed);
const text = (value: number): string => String(Math.round(value * 10) / 10);

/** How the page came up: server, first paint, largest paint. They build on each other as in a browser. */
export function measureLoad(random: Random, { route, network, processor, isBadRelease }: Conditions): Measurement[] {
  const speed = speedOf(route);
  const ttfb = random.logNormal(310, 0.5) * network;
  const fcp = ttfb + random.logNormal(430, 0.4) * processor;
  const late = isBadRelease && route === "/product/[id]" ? 2 : 1;
  const paint = random.logNormal(speed.lcp * 0.55, 0.45) * Math.sqrt(network * processor) * late;
  const lcp = fcp + Math.max(paint - 300, 20);
  const wait = (lcp - ttfb) * (0.2 + 0.2 * random.fraction());
  return [
    measured("TTFB", ttfb, {
      attribution: { waitingDuration: "3", dnsDuration: text(ttfb * 0.1), requestDuration: text(ttfb * 0.7) },
    }),
    measured("FCP", fcp, {
      attribution: { loadState: "dom-interactive" },
    }),
    measured("LCP", lcp, {
      target: speed.lcpTarget,
      attribution: {
        timeToFirstByte: text(ttfb),
        resourceLoadDelay: text(wait),
        resourceLoadDuration: text(wait * 0.8),
        elementRenderDelay: text(lcp - ttfb - wait * 1.8),
      },
    }),
  ];
}

/** How the page behaved until it was left: its slowest reaction and its jumps. */
export function measureUse(random: Random, { route, processor, isBadRelease }: Conditions): Measurement[] {
  const speed = speedOf(route);
  const slow = isBadRelease && (route === "/product/[id]" || route === "/cart") ? 2.4 : 1;
  const inp = random.logNormal(speed.inp, 0.55) * processor * slow;
  const delay = inp * 0.3 * random.fraction();
  const cls = random.chance(0.45) ? 0 : random.logNormal(speed.cls, 0.7);
  return [
    measured("CLS", cls, {
      target: cls > 0 ? "main>footer" : "",
      attribution: cls > 0 ? { largestShiftValue: String(Math.round(cls * 800) / 1_000), loadState: "complete" } : {},
    }),
    measured("INP", inp, {
      target: speed.inpTarget,
      attribution: {
        interactionType: "pointer",
        inputDelay: text(delay),
        processingDuration: text((inp - delay) * 0.7),
        presentationDelay: text((inp - delay) * 0.3),
      },
    }),
  ];
}

type Cause = { target?: string; attribution: Record<string, string> };

function measured(metric: Metric, exact: number, { target = "", attribution }: Cause): Measurement {
  const value = metric === "CLS" ? Math.round(exact * 10_000) / 10_000 : Math.round(exact * 10) / 10;
  const [good, poor] = thresholds[metric];
  const rating = value <= good ? "good" : value <= poor ? "needs-improvement" : "poor";
  return { metric, value, rating, target, attribution };
}
