import type { Begin } from "./instrumentations/requests.ts";
import { patch } from "./patch.ts";

/** Begins a call for each fetch, and ends it when the answer's headers are there. */
export const watchFetch = (begin: Begin): (() => void) =>
  patch(window, "fetch", (args) => {
    const [input, init] = args;
    // Texts and URL objects have none of these. `instanceof` would know no Request of another frame.
    const { method = "GET", url = `${input}`, headers, referrer, referrerPolicy } = input as Partial<Request>;
    const call = begin(init?.method ?? method, url);
    // A copy of an object of some class, or of a Request, would lose fields. From no-cors requests the browser takes the header off.
    if (call?.offered && (!init || init.constructor === Object)) {
      const given = init?.headers ?? headers;
      const sent = new Headers(given);
      call.carried = sent.get("traceparent") ?? call.offered;
      sent.set("traceparent", call.carried);
      // The page's own Request is left as it is; given options, the browser forgets its referrer. Somebody who patched before us may know
      // headers only as the plain object that they were, so its fields stay readable.
      args[1] = { referrer, referrerPolicy, ...init, headers: Object.assign(sent, given) } as RequestInit;
    }
    // Both ways end in the promise that the page gets: what it does not catch is reported as ever, and nothing of ours is.
    return (answer) =>
      answer.then(
        (response) => {
          call?.end(response?.status);
          return response;
        },
        (error) => {
          call?.end();
          throw error;
        },
      );
  });
