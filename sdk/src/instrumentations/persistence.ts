import type { Instrumentation } from "../instrumentation.ts";
import { safely, stopAll } from "../safely.ts";
import type { Session } from "../session.ts";
import { uuidv7 } from "../uuid.ts";

const STORAGE_KEY = "perigee";

/**
 * Keeps the session where the option `persistence` says, so that it goes on with the next page. Nothing is read or written without consent;
 * `memory` keeps nothing. Stands first in the list of instrumentations.
 */
export const persistence: Instrumentation = (_emit, { options, sessions, identity, isGranted, on }) => {
  const place = options.persistence;
  // It may be denied (sandboxed frame, blocked cookies): the session then lives in memory, as it does where there is no such storage.
  const storage = safely(
    () => (window as Window & { memoryStorage?: Storage; undefinedStorage?: Storage })[`${place}Storage`],
  );
  if (!storage) return () => {};

  sessions.restore = () => {
    // It may hold anything.
    const stored: (Session & { visitorId?: string }) | null | undefined = isGranted()
      ? safely(() => JSON.parse(storage[STORAGE_KEY] ?? null))
      : null;
    if (place === "local") identity.visitorId = stored?.visitorId ?? uuidv7();
    return stored?.id ? stored : undefined;
  };

  return stopAll(
    on("flush", () => {
      if (isGranted()) storage[STORAGE_KEY] = JSON.stringify({ ...sessions.current(), visitorId: identity.visitorId });
    }),
    on("forget", () => storage.removeItem(STORAGE_KEY)),
  );
};
