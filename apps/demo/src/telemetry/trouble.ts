import { track } from "./perigee.ts";

const slowClickMs = 650;
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

export const troubles: readonly { name: string; make: () => void }[] = [
  { name: "Throw an error", make: throwAnError },
  { name: "Reject a promise", make: rejectAPromise },
  { name: "Slow click", make: () => blockMainThread(slowClickMs) },
  { name: "Layout shift", make: shiftLayout },
  { name: `Burst of ${burstSize} events`, make: sendBurst },
];
