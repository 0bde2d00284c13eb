import type { ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import { init } from "../src/index.ts";
import { PerigeeNext, PerigeeVitals } from "../src/next/index.ts";
import { ErrorBoundary, PerigeeProvider, usePage, usePerigee, useTrack } from "../src/react/index.ts";

/** These run where there is no window, as on a server. */
function Price(): ReactNode {
  usePage({ route: "/product/[id]" });
  const track = useTrack();
  track("seen on a server");
  return <b>{usePerigee().sessionId || "no session"}</b>;
}

const Sent = () => <b>{JSON.stringify(usePerigee().ledger())}</b>;

it("renders a page on a server without starting anything", () => {
  expect(typeof window).toBe("undefined");
  let started = 0;
  const start = () => {
    started++;
    return init({ apiKey: "pk_test", endpoint: "https://in.example" });
  };
  const html = renderToString(
    <PerigeeProvider client={start}>
      <ErrorBoundary fallback="broken">
        <Price />
      </ErrorBoundary>
    </PerigeeProvider>,
  );
  expect(html).toBe("<b>no session</b>");
  expect(started).toBe(0);
});

it("does nothing outside a provider and without a client, and throws nothing", () => {
  expect(renderToString(<Sent />)).toBe("<b>[]</b>");
  const html = renderToString(
    <PerigeeProvider client={null}>
      <Sent />
    </PerigeeProvider>,
  );
  expect(html).toBe("<b>[]</b>");
});

it("renders Next's part without asking where it is, which would keep a layout from being prerendered", () => {
  const html = renderToString(
    <PerigeeNext options={{ apiKey: "pk_test", endpoint: "/telemetry" }}>
      <PerigeeVitals />
      <Price />
    </PerigeeNext>,
  );
  expect(html).toBe("<b>no session</b>");
});
