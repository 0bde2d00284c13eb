import { breakdown } from "./breakdown.ts";
import { exemplars } from "./exemplars.ts";
import { freshness } from "./freshness.ts";
import { interactions } from "./interactions.ts";
import { issues } from "./issues.ts";
import { liveVisitors } from "./live-visitors.ts";
import { logs } from "./logs.ts";
import { logsHistogram } from "./logs-histogram.ts";
import { metricNames } from "./metric-names.ts";
import { metricSeries } from "./metric-series.ts";
import { overview } from "./overview.ts";
import { requests } from "./requests.ts";
import { serviceOverview } from "./service-overview.ts";
import { serviceSeries } from "./service-series.ts";
import { services } from "./services.ts";
import { session } from "./session.ts";
import { sessionTimeline } from "./session-timeline.ts";
import { sessions } from "./sessions.ts";
import { span } from "./span.ts";
import { spans } from "./spans.ts";
import { trace } from "./trace.ts";
import { trafficSeries } from "./traffic-series.ts";
import { vitalsByRoute } from "./vitals-by-route.ts";
import { vitalsSummary } from "./vitals-summary.ts";

/** Every typed query by the name under which the API serves it. */
export const queries = {
  overview,
  "traffic-series": trafficSeries,
  breakdown,
  "live-visitors": liveVisitors,
  freshness,
  "vitals-summary": vitalsSummary,
  "vitals-by-route": vitalsByRoute,
  issues,
  requests,
  interactions,
  sessions,
  session,
  "session-timeline": sessionTimeline,
  trace,
  services,
  "service-overview": serviceOverview,
  "service-series": serviceSeries,
  spans,
  span,
  logs,
  "logs-histogram": logsHistogram,
  "metric-names": metricNames,
  "metric-series": metricSeries,
  exemplars,
} as const;

export type QueryName = keyof typeof queries;
