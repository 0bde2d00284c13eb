import type { Batcher } from "./batch.ts";
import { debug } from "./debug.ts";
import { fit } from "./fit.ts";
import type { Draft } from "./instrumentation.ts";
import type { Options } from "./options.ts";
import type { Pages } from "./page.ts";
import { createRepeatGuard } from "./repeat-guard.ts";
import { safely } from "./safely.ts";
import type { Sessions } from "./session.ts";
import { uuidv7 } from "./uuid.ts";

type Parts = { options: Options; pages: Pages; sessions: Sessions; batcher: Batcher };

/** The path of one event from what an instrumentation saw to the batch. */
export function createRecord({ options, pages, sessions, batcher }: Parts): (draft: Draft) => void {
  const isRepeat = createRepeatGuard();
  const beforeSend = options.beforeSend ?? ((event) => event);
  let recording = false;

  const record = (draft: Draft) => {
    const page = pages.current();
    if (draft.kind === "error" && isRepeat(draft, page)) return;
    const session = sessions.current(/pageview|custom/.test(draft.kind));
    const stamp = { id: uuidv7(), time: Date.now(), seq: session.seq + 1, url: page.url, route: page.route };
    // A hook that fails may have left in what must not leave the browser: what it throws drops the event.
    const event = beforeSend({ ...stamp, ...draft });
    if (!event) return;
    batcher.add(JSON.stringify(fit(event)), session);
    session.seq++;
  };

  return (draft) => {
    // What `beforeSend` and the rest of this path cause would come back here for ever.
    if (recording) return debug("dropped: in beforeSend");
    recording = true;
    safely(() => record(draft));
    recording = false;
  };
}
