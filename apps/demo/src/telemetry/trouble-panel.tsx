import { ErrorBoundary } from "@perigee/browser/react";
import { useState } from "react";
import { troubles } from "./trouble.ts";

const buttonStyle = "min-h-8 rounded-md border border-field-line px-2.5 hover:bg-sunken";

export const Trouble = () => (
  <details className="group border-line border-b" open>
    <summary className="px-4 py-2.5 font-medium">Make trouble</summary>
    <div className="flex flex-wrap gap-1.5 px-4 pb-3">
      {troubles.map(({ name, make }) => (
        <button key={name} type="button" onClick={make} className={buttonStyle}>
          {name}
        </button>
      ))}
      <ErrorBoundary fallback={({ reset }) => <Mend onMend={reset} />}>
        <Fragile />
      </ErrorBoundary>
    </div>
  </details>
);

/** Breaks while React renders it, which no listener of the browser hears once a boundary has caught it. */
function Fragile() {
  const [isBroken, setIsBroken] = useState(false);
  if (isBroken) throw new TypeError("Trouble: the dial has no numbers");
  return (
    <button type="button" onClick={() => setIsBroken(true)} className={buttonStyle}>
      Break this button
    </button>
  );
}

const Mend = ({ onMend }: { onMend: () => void }) => (
  <button type="button" onClick={onMend} className={`${buttonStyle} border-poor text-poor`}>
    It broke and was reported. Mend it
  </button>
);
