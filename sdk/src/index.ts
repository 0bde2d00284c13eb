export { type Breadcrumbs, breadcrumbs } from "./breadcrumbs.ts";
export { type CoreClient, createClient } from "./client.ts";
export type { ErrorExtra } from "./error-draft.ts";
export { type Flags, flags } from "./flags.ts";
export { createFullClient } from "./full-client.ts";
export { type Identity, identity } from "./identity.ts";
export type { Client } from "./inert-client.ts";
export { init } from "./init.ts";
export type { Context, Draft, Emit, Instrumentation, LeaveReason } from "./instrumentation.ts";
export { clockSkew } from "./instrumentations/clock-skew.ts";
export { consoleErrors } from "./instrumentations/console-errors.ts";
export { engagement } from "./instrumentations/engagement.ts";
export { errorCauses } from "./instrumentations/error-causes.ts";
export { errors } from "./instrumentations/errors.ts";
export { fetchLaterTail } from "./instrumentations/fetch-later.ts";
export { frustrations } from "./instrumentations/frustrations.ts";
export { historyFallback } from "./instrumentations/history-fallback.ts";
export { interactions } from "./instrumentations/interactions.ts";
export { longFrames } from "./instrumentations/long-frames.ts";
export { navigationTiming } from "./instrumentations/navigation-timing.ts";
export { offlineQueue } from "./instrumentations/offline-queue.ts";
export { pageviews } from "./instrumentations/pageviews.ts";
export { persistence } from "./instrumentations/persistence.ts";
export { requests } from "./instrumentations/requests.ts";
export { resourceErrors } from "./instrumentations/resource-errors.ts";
export { resources } from "./instrumentations/resources.ts";
export { webVitals } from "./instrumentations/web-vitals.ts";
export { type Ledger, type LedgerEntry, ledger } from "./ledger.ts";
export type { Consent, Options } from "./options.ts";
export { type PageOverrides, type Pages, pages } from "./pages.ts";
export type { Page, Views } from "./views.ts";
export type {
  Breadcrumb,
  CustomEvent,
  EngagementEvent,
  ErrorEvent,
  ErrorLevel,
  FlagEvent,
  InteractionEvent,
  LongFrameEvent,
  NavigationEvent,
  NavigationType,
  PageviewEvent,
  Props,
  RequestEvent,
  ResourceEvent,
  VitalEvent,
  WireEvent,
} from "./wire.ts";
