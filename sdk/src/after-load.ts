import { LATEST_START_MS } from "./limits.ts";
import { later, listen, stopAll } from "./safely.ts";

/** Calls once the page has loaded, or takes too long to: what the browser keeps for us anyway must not cost the page its first paint. */
export function afterLoad(start: () => unknown): () => void {
  const begin = () => {
    stop();
    start();
  };
  let cancel = later(begin, document.readyState === "complete" ? 0 : LATEST_START_MS);
  const stop = stopAll(
    listen(window, "load", () => {
      cancel();
      cancel = later(begin, 0);
    }),
    () => cancel(),
  );
  return stop;
}
