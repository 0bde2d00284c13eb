import { INACTIVITY_MS } from "./limits.ts";
import { safely } from "./safely.ts";
import { readSource, type Source } from "./source.ts";
import { uuidv7 } from "./uuid.ts";

const STORAGE_KEY = "perigee";

/** One object for as long as the session lasts. */
export type Session = {
  /** UUIDv7. */
  id: string;
  /** Number of the session's latest event. */
  seq: number;
  /** Milliseconds since the epoch of the latest activity. */
  activeAt: number;
  /** Only with persistence `local`. */
  visitorId?: string | undefined;
  source: Source;
};

export type Sessions = {
  /** The running session; a new one where `active` is set and the last activity is too long ago. */
  current(active?: boolean): Session;
  /** Writes the session to the storage that the site chose, if it chose one. */
  save(): void;
};

/** Keeps the session. Nothing is read before the first event, so that starting costs the page nothing. */
export function createSessions(persistence: "memory" | "session" | "local" = "memory"): Sessions {
  let session: Session | undefined;

  // Storage may be denied (sandboxed frame, blocked cookies) or full, and hold anything: the session then lives in memory.
  const withStorage = <T>(act: (storage: Storage) => T) =>
    persistence === "memory" ? undefined : safely(() => act(window[`${persistence}Storage`]));

  const load = () => {
    const stored = withStorage((storage) => JSON.parse(storage[STORAGE_KEY] ?? null) as Session | null);
    return stored?.id && stored.source ? stored : undefined;
  };

  const current = (active = false) => {
    const now = Date.now();
    const before = session ?? load();
    const mayEnd = active || !session;
    session = before && !(mayEnd && now - before.activeAt > INACTIVITY_MS) ? before : start(now, before);
    if (active) session.activeAt = now;
    return session;
  };

  const start = (activeAt: number, before: Session | undefined): Session => ({
    id: uuidv7(),
    seq: 0,
    activeAt,
    visitorId: persistence === "local" ? (before?.visitorId ?? uuidv7()) : undefined,
    // A session that begins in an open page came from that page, not from where the page was once reached.
    source: session ? {} : readSource(location.href, document.referrer),
  });

  const save = () =>
    withStorage((storage) => {
      if (session) storage[STORAGE_KEY] = JSON.stringify(session);
    });

  return { current, save };
}
