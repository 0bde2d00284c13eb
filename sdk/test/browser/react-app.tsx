import { type ReactNode, StrictMode, useState } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { init } from "../../src/index.ts";
import { ErrorBoundary, PerigeeProvider, reactErrorHandlers, usePage, useTrack } from "../../src/react/index.ts";

type Globals = Window & { sink: string; started?: number; renders?: Set<unknown>; caught?: number };
const page = window as unknown as Globals;

/** The page that react.spec.ts opens: in strict mode, which renders and mounts everything twice. */
function App(): ReactNode {
  const [route, setRoute] = useState("/first/[id]");
  const [isBroken, setBroken] = useState(false);
  const [fault, setFault] = useState<"none" | "uncaught" | "redirect">("none");
  usePage({ route });
  const track = useTrack();
  page.renders = new Set(page.renders).add(track);
  const go = () => {
    history.pushState({}, "", "/second/7");
    setRoute("/second/[id]");
  };
  return (
    <main>
      <button type="button" onClick={() => track("clicked")}>
        Track
      </button>
      <button type="button" onClick={() => setBroken(true)}>
        Break
      </button>
      <button type="button" onClick={() => setBroken(false)}>
        Mend
      </button>
      <button type="button" onClick={() => setFault("uncaught")}>
        Break all
      </button>
      <button type="button" onClick={() => setFault("redirect")}>
        Redirect
      </button>
      <button type="button" onClick={go}>
        Go
      </button>
      <ErrorBoundary
        resetKeys={[route]}
        onError={() => {
          page.caught = (page.caught ?? 0) + 1;
        }}
        fallback={({ error, reset }) => (
          <p role="alert">
            {String(error)}
            <button type="button" onClick={reset}>
              Try again
            </button>
          </p>
        )}
      >
        {isBroken ? <Broken /> : <p>whole</p>}
        {fault === "redirect" && <Redirecting />}
      </ErrorBoundary>
      {fault === "uncaught" && <Broken />}
    </main>
  );
}

function Broken(): never {
  throw new TypeError("this component is broken");
}

/** As Next's `redirect` does. */
function Redirecting(): never {
  throw Object.assign(new Error("NEXT_REDIRECT"), { digest: "NEXT_REDIRECT;replace;/cart;307;" });
}

const start = () => {
  page.started = (page.started ?? 0) + 1;
  page.client = init({ apiKey: "pk_test", endpoint: page.sink, flushInterval: 200 });
  return page.client;
};

const [root, hydrated] = ["root", "hydrated"].map((id) => document.getElementById(id) as HTMLElement) as [
  HTMLElement,
  HTMLElement,
];
createRoot(root, reactErrorHandlers()).render(
  <StrictMode>
    <PerigeeProvider client={start}>
      <App />
    </PerigeeProvider>
  </StrictMode>,
);
if (location.search === "?hydrate") hydrateRoot(hydrated, <p>from the browser</p>, reactErrorHandlers());
