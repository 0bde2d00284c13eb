import { LATEST_START_MS } from "./limits.ts";
import { later, listen, stopAll } from "./safely.ts";

/** Calls once the page has loaded, or takes too long to: what the browser keeps for us anyway must not cost the page its first paint. */
export function afterLoad(start: () => unknown): () => void {
  let isDue = true;
  const begin = () => {
    if (isDue) start();
    isDue = false;
  };
  return stopAll(
    listen(window, "load", () => later(begin, 0)),
    later(begin, document.readyState === "complete" ? 0 : LATEST_START_MS),
    () => {
      isDue = false;
    },
  );
}
