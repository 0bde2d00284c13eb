import { createRoot } from "react-dom/client";
import { createFullClient, pageviews } from "../../src/index.ts";
import { nextVitals, PerigeeVitals } from "../../src/next/index.ts";
import { PerigeeProvider } from "../../src/react/index.ts";

/** A page that measures by Next's own copy of web-vitals. */
const { sink } = window as Window & { sink?: string };
const start = () => {
  const options = { apiKey: "pk_test", endpoint: sink ?? "", flushInterval: 200 };
  window.client = createFullClient(options, [pageviews, nextVitals]);
  return window.client;
};
createRoot(document.getElementById("root") as HTMLElement).render(
  <PerigeeProvider client={start}>
    <PerigeeVitals />
    <p>measured</p>
  </PerigeeProvider>,
);
