import type { WireContext } from "@perigee/schema";
import { propsOf } from "../attributes.ts";
import type { FindVisit } from "../door.ts";
import { visitOf } from "../stable-id.ts";
import type { Meta } from "./payload.ts";

/** Where and when an event happened: what all kinds of events have in common. */
export type Place = { url: string; route: string | undefined; time: number; traceId: string | undefined };

/** Faro's page id and view are free names; those that look like a path are a route. */
export const routeOf = ({ page, view }: Meta): string | undefined =>
  [page?.id, view?.name].find((name) => name?.startsWith("/"));

/** What Faro keeps for itself in the session's attributes. */
const ownAttributes = ["previousSession", "isSampled"];

/** A request of Faro's: the page's address, the time of its first signal, and the way to a visit that Faro did not name. */
type Request = { url: string | undefined; time: number; findVisit: FindVisit };

/** The user's name, login and e-mail address are not taken over. */
export function contextOf(meta: Meta, request: Request): WireContext {
  const { app, browser, user, session, page, view, sdk } = meta;
  return {
    ...visitIn(meta, request),
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

/** The page's address is read for the names of a campaign alone, which the visit's other pages do not have. */
function visitIn({ session }: Meta, { url, time, findVisit }: Request): Pick<WireContext, "sessionId" | "entryUrl"> {
  const sessionId = session?.id ? visitOf("faro", session.id, time) : undefined;
  return findVisit(URL.parse(url ?? "")?.host ?? "", { time, sessionId, entryUrl: url });
}

const withoutOwn = (attributes: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !ownAttributes.includes(name)));

const viewport = (width: number | undefined): number | undefined =>
  width !== undefined && width >= 0 && width <= 65_535 ? Math.round(width) : undefined;
