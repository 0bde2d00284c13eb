import type { Draft, Instrumentation } from "../instrumentation.ts";
import { BURST_MS, CLOCK_MS, MAX_INTERACTIONS, OUTCOME_MS, REMEMBERED } from "../interaction-limits.ts";
import { capture, later, stopAll } from "../safely.ts";
import { isIn, selectorOfPath } from "../selector.ts";
import { randomHex } from "../uuid.ts";
import { viewCap } from "../view-cap.ts";
import type { Props } from "../wire.ts";

/** What always does something when it works. Other links are left to the browser, which may take any time to follow them. */
const BUTTON = 'button,[role=button],[type=submit],a[href="#"]';

/** Clicked quickly or without visible outcome for good reasons, some of which only the site knows. */
const CALM = "[data-perigee-calm],input:not([type=submit]),select,textarea,summary,label";

/** What a page may do in answer to a click without changing its document. */
const SIGNS = ["scroll", "focusin", "blur", "toggle"];

type Beginning = { meant: Element; path: Element[]; target: string; time: number };

type InteractionDraft = Extract<Draft, { kind: "interaction" }>;

/**
 * Clicks, by whatever hand or key, with what came of them: rage (three or more in a row), an error, or nothing at all. What an interaction
 * causes has its trace id. Texts and values are never told.
 */
export const interactions: Instrumentation = (emit, context) => {
  /** Presses and clicks, the latest first. */
  const trail: { time: number; traceId?: string | undefined }[] = [];
  const mayTell = viewCap(MAX_INTERACTIONS);
  /** What people mean when they click on something inside of it. Here, since bundlers keep a joined text that nobody uses. */
  const clickable = `${BUTTON},a,label,summary,[data-perigee-name]`;
  // Nothing but the Navigation API tells that a slow page was asked for: without it, no click is called dead.
  const { navigation } = window;

  /** The interaction of which something may still come; no element where there is none. */
  let element: Element | undefined;
  let draft: InteractionDraft & { target: string; time: number };
  let latest: number;
  let clicks = 0;
  let cancel: (() => void) | undefined;
  let isCalm: boolean;
  let label: string | undefined;
  let frustration: InteractionDraft["frustration"];

  const happened = () => {
    observer.disconnect();
    if (frustration === "dead") frustration = undefined;
  };
  const observer = new MutationObserver(happened);

  const act = (event: Event) => {
    const path = event.composedPath().filter((node) => node instanceof Element);
    const meant = path.find((part) => part.matches(clickable)) ?? path[0];
    // A script's click is an outcome.
    if (!event.isTrusted) happened();
    else if (meant) take(event, meant, path);
  };

  const take = ({ timeStamp, type }: Event, meant: Element, path: Element[]) => {
    const target = selectorOfPath(path.slice(path.indexOf(meant)));
    if (!target) return;
    const time = toEpoch(timeStamp);
    if (meant !== element || timeStamp - latest > BURST_MS) {
      // The echo that a label's click has on its field.
      if (timeStamp === latest) return;
      begin({ meant, path, target, time });
    }
    latest = timeStamp;
    trail.unshift({ ...draft, time });
    trail.splice(REMEMBERED);
    if (type === "click") {
      clicks++;
      context.tell("crumb", { category: type, message: draft.target });
    }
    cancel?.();
    cancel = later(tell, OUTCOME_MS);
  };

  const begin = ({ meant, path, target, time }: Beginning) => {
    leave();
    element = meant;
    isCalm = isIn(path, CALM);
    frustration = navigation && !isCalm && meant.matches(BUTTON) ? "dead" : undefined;
    label = isIn(path, "[data-perigee-mask]")
      ? undefined
      : (meant.getAttribute("data-perigee-name") ?? meant.getAttribute("aria-label") ?? undefined);
    draft = { kind: "interaction", type: "click", time, traceId: randomHex() + randomHex(), target };
    // From the press on, since some menus open before the click.
    for (const root of [document, meant.getRootNode()]) {
      observer.observe(root, { attributes: true, characterData: true, childList: true, subtree: true });
    }
  };

  const tell = () => {
    cancel?.();
    observer.disconnect();
    // Three clicks on a text select its paragraph.
    if (!isCalm && clicks > (getSelection()?.type === "Range" ? 3 : 2)) frustration = "rage";
    if (clicks && mayTell(context.current())) emit({ ...draft, frustration, props: { label, clicks } as Props });
    element = undefined;
    clicks = 0;
  };

  /** From now on nobody can tell what comes of it. */
  const leave = () => {
    happened();
    tell();
  };

  const traceIdAt = (epochTime: number) =>
    trail.find(({ time }) => time <= epochTime + CLOCK_MS && time > epochTime - OUTCOME_MS)?.traceId;

  context.traceAt = (time) => {
    if (!time) happened();
    return traceIdAt(toEpoch(time));
  };

  /** A press itself moves the focus, so the signs say something only after the click. */
  const sign = () => clicks && happened();

  return stopAll(
    ...["pointerdown", "click"].map((type) => capture(window, type, act)),
    ...SIGNS.map((type) => capture(window, type, sign)),
    navigation && capture(navigation, "navigate", happened),
    context.on("event", (event) => {
      // Most vitals are told on the occasion of a click that has nothing to do with them, and a long frame is no answer to it.
      if (/vital|long/.test(event.kind)) return;
      event.traceId ??= traceIdAt(event.time);
      if (event.traceId !== draft?.traceId) return;
      if (event.kind === "error" && (event.level ?? "error") === "error") frustration = "error";
      happened();
    }),
    context.on("leave", leave),
  );
};

/** Milliseconds since the epoch of a moment on the time line of `performance.now()`, which may stand still while the computer sleeps. */
const toEpoch = (moment = performance.now()): number => Math.round(Date.now() - performance.now() + moment);
