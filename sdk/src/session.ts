import { INACTIVITY_MS } from "./limits.ts";
import { scrubUrl } from "./scrub-url.ts";
import { uuidv7 } from "./uuid.ts";

/** One object for as long as the session lasts. */
export type Session = {
  /** UUIDv7. */
  id: string;
  /** Number of the session's latest event. */
  seq: number;
  /** Milliseconds since the epoch of the latest activity. */
  activeAt: number;
  /** The session's first page with its campaign, and what led there; none where it began in an open page. */
  entryUrl?: string | undefined;
  referrer?: string | undefined;
};

export type Sessions = {
  /** The running session; a new one where `active` is set and the last activity is too long ago. */
  current(active?: boolean): Session;
  forget(): void;
  /** Gives the session of an earlier page, where something keeps it. Asked before the first event and not earlier. */
  restore?: () => Session | undefined;
};

/** Keeps the session in memory. `begun` hears of each new one before its first event. */
export function createSessions(begun: () => void): Sessions {
  let session: Session | undefined;
  // A session that begins in an open page came from that page, not from where the page was once reached.
  let source: object | undefined;

  const start = (activeAt: number): Session => {
    begun();
    source = source
      ? {}
      : {
          entryUrl: scrubUrl(location.href),
          referrer: document.referrer && scrubUrl(document.referrer),
        };
    return { id: uuidv7(), seq: 0, activeAt, ...source };
  };

  const sessions: Sessions = {
    current(active) {
      const now = Date.now();
      const before = session ?? sessions.restore?.();
      const mayEnd = active || !session;
      session = before && !(mayEnd && now - before.activeAt > INACTIVITY_MS) ? before : start(now);
      if (active) session.activeAt = now;
      return session;
    },
    forget() {
      session = undefined;
    },
  };
  return sessions;
}
