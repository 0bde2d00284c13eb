import type { Begin, Call } from "./instrumentations/requests.ts";
import { patch } from "./patch.ts";
import { listen, stopAll } from "./safely.ts";

/** Begins a call for each XMLHttpRequest that is opened, and ends it with the request. One object may be opened many times. */
export function watchXhr(begin: Begin): () => void {
  const { prototype } = XMLHttpRequest;
  const calls = new WeakMap<XMLHttpRequest, Call | undefined>();

  return stopAll(
    patch(prototype, "open", ([method, address], xhr) => {
      if (!calls.has(xhr)) {
        // Comes for each end, before the events to which a page opens the object again. Opened again before, a request has none.
        listen(xhr, "readystatechange", () => xhr.readyState > 3 && calls.get(xhr)?.end(xhr.status));
      }
      calls.set(xhr, begin(method, `${address}`));
      return undefined;
    }),
    patch(prototype, "setRequestHeader", ([name, value], xhr) => {
      const call = calls.get(xhr);
      if (call && /^traceparent$/i.test(name)) call.carried = value;
      return undefined;
    }),
    patch(prototype, "send", (_, xhr) => {
      const call = calls.get(xhr);
      if (call?.offered && !call.carried) xhr.setRequestHeader("traceparent", call.offered);
      return undefined;
    }),
  );
}
