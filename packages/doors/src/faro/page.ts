import type { WireContext } from "@perigee/schema";
import { propsOf } from "../attributes.ts";
import { visitOf, visitOfBrowser } from "../stable-id.ts";
import type { Meta } from "./payload.ts";

/** Where and when an event happened: what all kinds of events have in common. */
export type Place = { url: string; route: string | undefined; time: number; traceId: string | undefined };

/** Faro's page id and view are free names; those that look like a path are a route. */
export const routeOf = ({ page, view }: Meta): string | undefined =>
  [page?.id, view?.name].find((name) => name?.startsWith("/"));

/** What Faro keeps for itself in the session's attributes. */
const ownAttributes = ["previousSession", "isSampled"];

/** `time` is that of the request's first signal. The user's name, login and e-mail address are not taken over. */
export function contextOf(meta: Meta, { url, time }: { url: string | undefined; time: number }): WireContext {
  const { app, browser, user, session, page, view, sdk } = meta;
  return {
    sessionId: sessionOf(meta, { url, time }),
    // Read for the names of a campaign alone.
    entryUrl: url,
    userId: user?.id ?? user?.hash,
    release: app?.release ?? app?.version,
    environment: app?.environment,
    service: app?.name,
    language: browser?.language,
    viewportWidth: viewport(browser?.viewportWidth),
    sdkVersion: sdk?.version && `faro ${sdk.version}`,
    props: {
      ...(view?.name && view.name !== "default" && { view: view.name }),
      ...(user?.roles && { "user.roles": user.roles }),
      ...propsOf(user?.attributes ?? {}, "user."),
      ...propsOf(withoutOwn(session?.attributes ?? {}), "session."),
      ...propsOf(page?.attributes ?? {}, "page."),
    },
  };
}

function sessionOf({ session, browser }: Meta, { url, time }: { url: string | undefined; time: number }): string {
  if (session?.id) return visitOf("faro", session.id, time);
  const host = URL.parse(url ?? "")?.host ?? "";
  return visitOfBrowser({ host, userAgent: browser?.userAgent ?? "", language: browser?.language ?? "" }, time);
}

const withoutOwn = (attributes: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !ownAttributes.includes(name)));

const viewport = (width: number | undefined): number | undefined =>
  width !== undefined && width >= 0 && width <= 65_535 ? Math.round(width) : undefined;
