"use client";

import type { ReactNode } from "react";
import { duration, wholeDuration } from "../format/number.ts";
import type { Entry } from "./kinds.ts";
import { Properties } from "./properties.tsx";
import { splitCauses } from "./stack-causes.ts";

/** What is written elsewhere than among an error's own tags. */
const shownElsewhere = new Set(["message", "culprit", "level", "handled", "mechanism", "stack", "issueId"]);

const howNoticed: Record<string, string> = {
  onerror: "not handled",
  onunhandledrejection: "not handled, in a promise",
  manual: "reported by the site",
  console: "written to the console",
  resource: "a file of the page",
  react: "caught by React",
};

/** An error with what caused it, where it was thrown, and what happened just before. */
export function ErrorText({ entry }: { entry: Entry }) {
  const { message = "", culprit = "", mechanism = "", handled } = entry.detail;
  const { stack, causes } = splitCauses(entry.detail["stack"] ?? "");
  const tags = Object.fromEntries(Object.entries(entry.detail).filter(([key]) => !shownElsewhere.has(key)));
  return (
    <>
      <p className="break-words">
        <span className="font-semibold">{entry.name || "Error"}</span>
        {message && <>: {message}</>}
      </p>
      {causes.map(({ title }, index) => (
        <p key={index} className="break-words">
          <span className="text-muted">Caused by </span>
          {title}
        </p>
      ))}
      <p className="font-mono text-12 break-all text-muted">{culprit || entry.path}</p>
      <p className="text-12 text-muted">{howNoticed[mechanism] ?? (handled === "yes" ? "handled" : "not handled")}</p>
      <Properties of={tags} />
      {stack && (
        <Folded word="Stack trace">
          <Frames>{stack}</Frames>
          {causes.map((cause, index) => (
            <div key={index} className="mt-2">
              <p className="text-12 break-words text-muted">Caused by {cause.title}</p>
              {cause.stack && <Frames>{cause.stack}</Frames>}
            </div>
          ))}
        </Folded>
      )}
      {entry.breadcrumbs.length > 0 && (
        <Folded word={`What happened before (${entry.breadcrumbs.length})`}>
          <Breadcrumbs entry={entry} />
        </Folded>
      )}
    </>
  );
}

const Folded = ({ word, children }: { word: string; children: ReactNode }) => (
  <details className="mt-1">
    <summary className="w-max rounded text-12 text-muted hover:text-text">{word}</summary>
    {children}
  </details>
);

/** As the browser gave them; long lines are broken, so that nothing has to be scrolled sideways. */
const Frames = ({ children }: { children: string }) => (
  <pre className="mt-1 rounded border border-line bg-sunken px-3 py-2 font-mono text-12 leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]">
    {children}
  </pre>
);

function Breadcrumbs({ entry }: { entry: Entry }) {
  return (
    <ol className="mt-1 grid grid-cols-[auto_auto_1fr] gap-x-3 rounded border border-line bg-sunken px-3 py-2 text-12 leading-5">
      {entry.breadcrumbs.map(({ time, category, message }, index) => (
        <li key={index} className="contents">
          <span className="text-right whitespace-nowrap text-muted tabular-nums">−{before(entry.time - time)}</span>
          <span className="text-muted">{category}</span>
          <span className="min-w-0 font-mono break-all">{message}</span>
        </li>
      ))}
    </ol>
  );
}

const before = (ms: number): string => (ms < 10_000 ? duration(Math.max(0, ms)) : wholeDuration(ms));
