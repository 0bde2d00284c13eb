"use client";

import { type ReactNode, useId } from "react";
import { Button } from "../ui/button.tsx";

/** One subject of the settings: what it is about on the left, what can be changed on the right. */
export function Section({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      className="grid gap-x-8 gap-y-4 border-line border-t py-6 lg:grid-cols-[280px_minmax(0,640px)]"
    >
      <div>
        <h2 id={titleId} className="text-14 font-semibold">
          {title}
        </h2>
        <p className="mt-1 text-13 text-pretty text-muted">{about}</p>
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}

/** The end of a section's form: its button, and what came of pressing it. */
export function SaveLine({ busy, saved, fault }: { busy: boolean; saved: boolean; fault?: string | undefined }) {
  return (
    <div className="flex items-center gap-3">
      <Button type="submit" kind="primary" disabled={busy}>
        Save
      </Button>
      {fault ? (
        <p role="alert" className="text-13 text-poor">
          {fault}
        </p>
      ) : (
        <p role="status" className="text-13 text-muted">
          {saved && "Saved. The edge follows within a minute."}
        </p>
      )}
    </div>
  );
}
