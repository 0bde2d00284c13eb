import type { Context, Draft } from "./instrumentation.ts";
import { MAX_ERRORS_PER_VIEW } from "./limits.ts";
import { createRepeatGuard } from "./repeat-guard.ts";
import { safely } from "./safely.ts";
import { rateOf } from "./sampling.ts";
import { toJson } from "./to-json.ts";
import { uuidv7 } from "./uuid.ts";
import type { WireEvent } from "./wire.ts";

/** The path of one event from what an instrumentation saw to the batch. */
export function createRecord({ options, sessions, delivery, current, tell }: Context): (draft: Draft) => void {
  const isRepeat = createRepeatGuard(MAX_ERRORS_PER_VIEW);
  let recording = false;

  const record = (draft: Draft) => {
    const page = current();
    const isError = draft.kind === "error";
    const session = sessions.current(/page|custom|inter/.test(draft.kind));
    const rate = rateOf(session, options, isError);
    const event: WireEvent = {
      id: uuidv7(),
      time: Date.now(),
      seq: session.seq + 1,
      url: page.url,
      route: page.route,
      weight: rate < 1 ? 1 / rate : undefined,
      ...draft,
    };
    tell("event", event);
    if (!rate || (event.kind === "error" && isRepeat(`${event.type}|${event.message}|${event.stack}`, page))) return;
    // A hook that fails may have left in what must not leave the browser: what it throws drops the event.
    const sent = options.beforeSend ? options.beforeSend(event) : event;
    if (!sent) return;
    delivery.enqueue(toJson(sent));
    session.seq++;
  };

  return (draft) => {
    // What `beforeSend` and the rest of this path cause would come back here for ever.
    if (recording) return;
    recording = true;
    safely(() => record(draft));
    recording = false;
  };
}
