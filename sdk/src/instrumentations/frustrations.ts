import type { Instrumentation } from "../instrumentation.ts";
import { JUDGED_MS } from "../interaction-limits.ts";
import { capture, later, stopAll } from "../safely.ts";
import { isIn } from "../selector.ts";

/** What always does something when it works. Other links are left to the browser, which may take any time to follow them. */
const BUTTON = 'button,[role=button],[type=submit],a[href="#"]';

/** Clicked quickly or without visible outcome for good reasons, some of which only the site knows. */
const CALM = "[data-perigee-calm],input:not([type=submit]),select,textarea,summary,label";

/** What a page may do in answer to a click without changing its document. */
const SIGNS = ["scroll", "focusin", "blur", "toggle"];

/**
 * Says of each interaction what went wrong with it: rage (three or more clicks in a row), an error, or nothing at all. Stands behind
 * `interactions`, which tells of them.
 */
export const frustrations: Instrumentation = (_emit, context) => {
  const { traceAt } = context;
  // Nothing but the Navigation API tells that a slow page was asked for: without it, no click is called dead.
  const { navigation } = window;

  /** Of the interaction under way. */
  let traceId: string | undefined;
  let isCalm: boolean;
  let awaitsOutcome = false;
  let isDead: boolean;
  let hasFailed: boolean;
  let isClicked: boolean;
  let cancel: (() => void) | undefined;

  const happened = () => {
    observer.disconnect();
    awaitsOutcome = isDead = false;
  };
  const observer = new MutationObserver(happened);

  /** A press itself moves the focus, so the signs say something only after the click. */
  const sign = () => isClicked && happened();

  // Only requests ask for this moment.
  context.traceAt = (time) => {
    if (!time) happened();
    return traceAt?.(time);
  };

  const frustrationOf = (clicks: number) => {
    // Three clicks on a text select its paragraph.
    if (!isCalm && clicks > (getSelection()?.type === "Range" ? 3 : 2)) return "rage";
    if (hasFailed) return "error";
    // Told early, since the page is left or something else was clicked, nobody can know what would have come of it.
    return isDead ? "dead" : undefined;
  };

  return stopAll(
    // What a script clicks is an outcome.
    capture(window, "click", ({ isTrusted }) => isTrusted || happened()),
    ...SIGNS.map((type) => capture(window, type, sign)),
    navigation && capture(navigation, "navigate", happened),
    context.on("acted", ({ type, meant, path, ...acted }) => {
      if (acted.traceId !== traceId) {
        happened();
        ({ traceId } = acted);
        isCalm = isIn(path, CALM);
        awaitsOutcome = !!navigation && !isCalm && meant.matches(BUTTON);
        isClicked = hasFailed = false;
        // From the press on, since some menus open before the click.
        for (const root of [document, meant.getRootNode()]) {
          observer.observe(root, { attributes: true, characterData: true, childList: true, subtree: true });
        }
      }
      isClicked ||= type === "click";
      cancel?.();
      cancel = later(() => {
        observer.disconnect();
        isDead = awaitsOutcome;
      }, JUDGED_MS);
    }),
    context.on("event", (event) => {
      if (event.traceId !== traceId || /vital|long/.test(event.kind)) return;
      if (event.kind === "interaction") event.frustration = frustrationOf(Number(event.props?.["clicks"]));
      else if (event.kind === "error" && (event.level ?? "error") === "error") hasFailed = true;
      happened();
    }),
    happened,
    () => cancel?.(),
  );
};
