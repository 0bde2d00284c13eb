import { track } from "./perigee.ts";

const slowClickMs = 650;
const slowRequestMs = 2_500;
const burstSize = 30;
/** Shifts within half a second of a click count as its wanted effect, so the move waits longer than that. */
const shiftAfterMs = 700;
/** Under a second, so that both moves count as one window of Cumulative Layout Shift. */
const shiftBackMs = 800;

/** Keeps the main thread busy, as an expensive computation in a click handler does. */
export function blockMainThread(ms: number): number {
  const end = performance.now() + ms;
  let turns = 0;
  while (performance.now() < end) turns += 1;
  return turns;
}

function throwAnError(): never {
  throw new RangeError("Trouble: the declination is beyond 90 degrees");
}

function rejectAPromise(): void {
  void Promise.reject(new TypeError("Trouble: the observatory did not answer"));
}

/** Moves the page down and back, as a late advert does. */
function shiftLayout(): void {
  const main = document.querySelector("main");
  if (!main) return;
  setTimeout(() => {
    main.style.paddingTop = "340px";
  }, shiftAfterMs);
  setTimeout(() => {
    main.style.paddingTop = "";
  }, shiftAfterMs + shiftBackMs);
}

function sendBurst(): void {
  for (let index = 1; index <= burstSize; index += 1) track("burst", { index });
}

/** A file that is not there, as after a deploy that forgot it. */
function showMissingImage(): void {
  const image = new Image();
  image.alt = "";
  image.src = `/missing-${Date.now()}.png`;
  image.onerror = () => image.remove();
  image.hidden = true;
  document.body.append(image);
}

/** Asks the shop's own server, so that the request carries the click's trace. */
const ask = (query: string) => () => void fetch(`/api/trouble?${query}`, { cache: "no-store" });

// biome-ignore lint/suspicious/noConsole: what a page says there is one of the things that Perigee can report.
const complain = (): void => console.error("Trouble: the barometer was read twice");

function doNothing(): void {
  // Nothing follows, which is a dead click, and a rage click when it is tried again and again.
}

export const troubles: readonly { name: string; make: () => void }[] = [
  { name: "Throw an error", make: throwAnError },
  { name: "Reject a promise", make: rejectAPromise },
  { name: "Complain in the console", make: complain },
  { name: "Failing request", make: ask("status=503") },
  { name: `Slow request, ${slowRequestMs / 1_000} s`, make: ask(`ms=${slowRequestMs}`) },
  { name: "Missing picture", make: showMissingImage },
  { name: "Slow click", make: () => blockMainThread(slowClickMs) },
  { name: "Dead button", make: doNothing },
  { name: "Click me fast", make: doNothing },
  { name: "Layout shift", make: shiftLayout },
  { name: `Burst of ${burstSize} events`, make: sendBurst },
];
