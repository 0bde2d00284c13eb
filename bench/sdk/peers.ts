/** An SDK that ours is measured beside. Its entry knows the collector as `SINK` and puts a way to send an event, if it has one, at `window.__track`. */
export type Peer = {
  id: string;
  covers: string;
  /** Exact versions, the SDK first. */
  packages: string[];
  /** The smallest typical way to start it. */
  entry: string;
  /** A folder of the installed SDK that its collector serves under /static/. */
  served?: string;
  /** What its collector answers, by start of the path; text is JavaScript. */
  answers?: Record<string, unknown>;
};

const vitals = "{ onLCP, onCLS, onINP, onFCP, onTTFB }";
const eachVital = "for (const on of [onLCP, onCLS, onINP, onFCP, onTTFB]) on";

const datadogOptions = `{
  applicationId: "a", clientToken: "pub", site: "datadoghq.com", service: "s", proxy: SINK + "/dd", sessionSampleRate: 100,
  telemetrySampleRate: 0, trackUserInteractions: true, trackResources: true, trackLongTasks: true,`;

const posthogSettings = {
  token: "phc_test",
  supportedCompression: ["gzip", "gzip-js"],
  hasFeatureFlags: false,
  capturePerformance: { network_timing: true, web_vitals: true },
  autocapture_opt_out: false,
  autocaptureExceptions: true,
  surveys: false,
  heatmaps: false,
  captureDeadClicks: false,
  sessionRecording: false,
  siteApps: [],
  analytics: { endpoint: "/i/v0/e/" },
};

export const peers: Peer[] = [
  {
    id: "sentry-full",
    covers: "errors, tracing, vitals, fetch/XHR",
    packages: ["@sentry/browser@11.12.0"],
    entry: `import { browserTracingIntegration, captureMessage, init } from "@sentry/browser";
      init({ dsn: SINK.replace("//", "//k@") + "/1", integrations: [browserTracingIntegration()], tracesSampleRate: 1 });
      window.__track = (name, props) => captureMessage(name, { extra: props });`,
  },
  {
    id: "sentry-errors",
    covers: "errors, breadcrumbs, sessions",
    packages: ["@sentry/browser@11.12.0"],
    entry: `import { captureMessage, init } from "@sentry/browser";
      init({ dsn: SINK.replace("//", "//k@") + "/1" });
      window.__track = (name, props) => captureMessage(name, { extra: props });`,
  },
  {
    id: "faro",
    covers: "errors, console, vitals, resources, views",
    packages: ["@grafana/faro-web-sdk@2.12.1"],
    entry: `import { getWebInstrumentations, initializeFaro } from "@grafana/faro-web-sdk";
      const faro = initializeFaro({
        url: SINK + "/faro", app: { name: "a", version: "1" }, instrumentations: getWebInstrumentations(),
      });
      window.__track = (name, props) => faro.api.pushEvent(name, props);`,
  },
  {
    id: "datadog-rum",
    covers: "RUM, replay code present",
    packages: ["@datadog/browser-rum@7.16.2"],
    entry: `import { datadogRum } from "@datadog/browser-rum";
      datadogRum.init(${datadogOptions} sessionReplaySampleRate: 0 });
      window.__track = (name, props) => datadogRum.addAction(name, props);`,
  },
  {
    id: "datadog-rum-slim",
    covers: "RUM without replay",
    packages: ["@datadog/browser-rum-slim@7.16.0"],
    entry: `import { datadogRum } from "@datadog/browser-rum-slim";
      datadogRum.init(${datadogOptions} });
      window.__track = (name, props) => datadogRum.addAction(name, props);`,
  },
  {
    id: "elastic-rum",
    covers: "page-load, route and http transactions, errors, vitals",
    packages: ["@elastic/apm-rum@5.17.5"],
    // No `__track`: it drops transactions of the site's own that have no spans.
    entry: `import { init } from "@elastic/apm-rum";
      init({ serviceName: "a", serverUrl: SINK, distributedTracingOrigins: [] });`,
  },
  {
    id: "otel-web-rum",
    covers: "document load, fetch, vitals, errors as spans",
    packages: [
      "@opentelemetry/sdk-trace-web@2.12.0",
      "@opentelemetry/api@1.9.1",
      "@opentelemetry/instrumentation@0.223.0",
      "@opentelemetry/instrumentation-document-load@0.68.0",
      "@opentelemetry/instrumentation-fetch@0.223.0",
      "@opentelemetry/exporter-trace-otlp-http@0.223.1",
      "@opentelemetry/resources@2.12.1",
      "web-vitals@6.2.3",
    ],
    entry: `import { BatchSpanProcessor, WebTracerProvider } from "@opentelemetry/sdk-trace-web";
      import { registerInstrumentations } from "@opentelemetry/instrumentation";
      import { DocumentLoadInstrumentation } from "@opentelemetry/instrumentation-document-load";
      import { FetchInstrumentation } from "@opentelemetry/instrumentation-fetch";
      import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
      import { resourceFromAttributes } from "@opentelemetry/resources";
      import ${vitals} from "web-vitals/attribution";
      const exporter = new OTLPTraceExporter({ url: SINK + "/v1/traces" });
      const provider = new WebTracerProvider({
        resource: resourceFromAttributes({ "service.name": "a" }), spanProcessors: [new BatchSpanProcessor(exporter)],
      });
      provider.register();
      const ignoreUrls = [/v1\\/traces/];
      registerInstrumentations({
        instrumentations: [new DocumentLoadInstrumentation(), new FetchInstrumentation({ ignoreUrls })],
      });
      const tracer = provider.getTracer("a");
      window.__track = (name, props) => tracer.startSpan(name, { attributes: props }).end();
      ${eachVital}((metric) => window.__track("web-vital", { name: metric.name, value: metric.value }));
      const report = (error) => {
        const span = tracer.startSpan("exception");
        span.recordException(error);
        span.end();
      };
      addEventListener("error", (event) => report(event.error));
      addEventListener("unhandledrejection", (event) => report(event.reason));`,
  },
  {
    id: "posthog",
    covers: "analytics; vitals and errors load remotely",
    packages: ["posthog-js@1.449.2"],
    entry: `import posthog from "posthog-js";
      posthog.init("phc_test", {
        api_host: SINK, capture_pageview: "history_change", capture_exceptions: true,
        capture_performance: { web_vitals: true }, disable_session_recording: true, disable_surveys: true,
      });
      window.__track = (name, props) => posthog.capture(name, props);`,
    served: "posthog-js/dist",
    answers: {
      "/array/phc_test/config.js": `window._POSTHOG_REMOTE_CONFIG = { phc_test: { config: ${JSON.stringify(posthogSettings)}, siteApps: [] } }`,
      "/array/phc_test/config": posthogSettings,
      "/flags": { flags: {}, featureFlags: {} },
    },
  },
  {
    id: "plausible",
    covers: "page views, engagement, custom events",
    packages: ["@plausible-analytics/tracker@0.4.6"],
    entry: `import { init, track } from "@plausible-analytics/tracker";
      init({ domain: "a.com", endpoint: SINK + "/api/event", captureOnLocalhost: true });
      window.__track = (name, props) => track(name, { props });`,
  },
  {
    id: "web-vitals-attribution",
    covers: "vitals alone, one beacon each",
    packages: ["web-vitals@6.2.3"],
    entry: `import ${vitals} from "web-vitals/attribution";
      ${eachVital}(({ name, value, id, attribution }) => {
        const facts = Object.entries(attribution).filter(([, fact]) => typeof fact !== "object");
        navigator.sendBeacon(SINK + "/vitals", JSON.stringify({ name, value, id, facts: Object.fromEntries(facts) }));
      });`,
  },
];
