export { type Client, createClient, type PageOverrides } from "./client.ts";
export type { ErrorExtra } from "./error-draft.ts";
export { init } from "./init.ts";
export type { Context, Draft, Emit, Instrumentation, LeaveReason } from "./instrumentation.ts";
export { engagement } from "./instrumentations/engagement.ts";
export { errors } from "./instrumentations/errors.ts";
export { pageviews } from "./instrumentations/pageviews.ts";
export { webVitals } from "./instrumentations/web-vitals.ts";
export type { Options } from "./options.ts";
export type { Page, Pages } from "./page.ts";
export type {
  CustomEvent,
  EngagementEvent,
  ErrorEvent,
  ErrorLevel,
  NavigationType,
  PageviewEvent,
  Props,
  VitalEvent,
  WireEvent,
} from "./wire.ts";
