import { toEpoch } from "../clock.ts";
import type { Draft, Instrumentation } from "../instrumentation.ts";
import { BURST_MS, CLOCK_MS, MAX_INTERACTIONS, OUTCOME_MS, REMEMBERED } from "../interaction-limits.ts";
import { capture, later, stopAll } from "../safely.ts";
import { isIn, selectorOfPath } from "../selector.ts";
import { randomHex } from "../uuid.ts";
import { viewCap } from "../view-cap.ts";

type Own = Extract<Draft, { kind: "interaction" }> & {
  target: string;
  props: { label: string | undefined; clicks: number };
};

/**
 * Clicks, by whatever hand or key; quick ones on the same thing are one interaction, which has a trace id that all it causes shares. Texts
 * and values are never told. Whether people got what they clicked for is judged by `frustrations`.
 */
export const interactions: Instrumentation = (emit, context) => {
  /** Presses and clicks, the latest first. */
  const trail: { time: number; traceId?: string | undefined }[] = [];
  const mayTell = viewCap(MAX_INTERACTIONS);

  /** The interaction to which the next click may belong; no element where there is none. */
  let element: Element | undefined;
  let draft: Own;
  let latest: number;
  let cancel: (() => void) | undefined;

  const act = (event: Event) => {
    const { timeStamp, type } = event;
    const path = event.composedPath().filter((node) => node instanceof Element);
    // What people mean when they click on something inside of it.
    const meant = path.find((part) => part.matches(CLICKABLE)) ?? path[0];
    // What a script clicks is an outcome at best.
    const target = event.isTrusted && meant && selectorOfPath(path.slice(path.indexOf(meant)));
    if (!target) return;
    const time = toEpoch(timeStamp);
    if (meant !== element || timeStamp - latest > BURST_MS) {
      // The echo that a label's click has on its field.
      if (timeStamp === latest) return;
      tell();
      element = meant;
      draft = {
        kind: "interaction",
        type: "click",
        time,
        traceId: randomHex() + randomHex(),
        target,
        props: { label: labelOf(meant, path), clicks: 0 },
      };
    }
    latest = timeStamp;
    trail.unshift({ ...draft, time });
    trail.splice(REMEMBERED);
    if (type === "click") draft.props.clicks++;
    context.tell("acted", { ...draft, type, meant, path });
    cancel?.();
    cancel = later(tell, OUTCOME_MS);
  };

  const tell = () => {
    cancel?.();
    if (element && draft.props.clicks && mayTell(context.current())) emit(draft as Draft);
    element = undefined;
  };

  const traceIdAt = (epochTime: number) =>
    trail.find(({ time }) => time <= epochTime + CLOCK_MS && time > epochTime - OUTCOME_MS)?.traceId;

  context.traceAt = (time) => traceIdAt(toEpoch(time));

  return stopAll(
    capture(window, "pointerdown", act),
    capture(window, "click", act),
    context.on("event", (event) => {
      // Most vitals are told on the occasion of a click that has nothing to do with them, and a long frame is no answer to it.
      if (!/vital|long/.test(event.kind)) event.traceId ??= traceIdAt(event.time);
    }),
    context.on("leave", tell),
  );
};

const CLICKABLE = "button,[role=button],a,label,summary,[data-perigee-name]";

/** What the site calls it, unless that may hold what a visitor typed. */
const labelOf = (meant: Element, path: readonly Element[]): string | undefined =>
  isIn(path, "[data-perigee-mask]")
    ? undefined
    : (meant.getAttribute("data-perigee-name") ?? meant.getAttribute("aria-label") ?? undefined);
