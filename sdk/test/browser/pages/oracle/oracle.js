import { init } from "/sdk/index.js";
import { onCLS, onFCP, onINP, onLCP, onTTFB } from "/web-vitals.js";

/** Runs the web-vitals library beside the SDK and sends what it says as custom events, so that both arrive at the same place. */
const client = init({ apiKey: "pk_test", endpoint: document.documentElement.dataset.sink, flushInterval: 300 });
window.client = client;

const isScalar = (value) => typeof value === "number" || (typeof value === "string" && value !== "");

const tell = ({ name, value, rating, navigationType, navigationURL, entries, attribution }) => {
  // Said by TTFB, and by FCP less the rest.
  if (name === "FCP") delete attribution.timeToFirstByte;
  const { entry, ...longest } = attribution.longestScript ?? {};
  const { invoker, invokerType, sourceURL, sourceFunctionName } = entry ?? {};
  const facts = {
    ...attribution,
    ...longest,
    invoker,
    invokerType,
    sourceURL,
    sourceFunctionName,
    eventType: name === "INP" && entries[0]?.name,
  };
  const scalars = Object.fromEntries(Object.entries(facts).filter(([, fact]) => isScalar(fact)));
  const { pathname: path } = new URL(navigationURL, location.href);
  client.track("oracle", { ...scalars, metric: name, value, rating, navigationType, path });
};

for (const on of [onCLS, onFCP, onINP, onLCP, onTTFB]) on(tell, { reportSoftNavs: true });

// Nobody drives a prerendered page: it leaves by itself.
if (document.prerendering)
  document.addEventListener("prerenderingchange", () => setTimeout(() => (location.href = "/leave.html"), 1000));
