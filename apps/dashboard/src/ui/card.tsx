import clsx from "clsx";
import { type ReactNode, useId } from "react";

/** A titled region of the page. `actions` stand right of the title, `foot` below a line. */
export function Card(props: {
  title: string;
  actions?: ReactNode;
  foot?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      className={clsx("flex min-w-0 flex-col rounded border border-line bg-surface", props.className)}
    >
      <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 pt-2 pb-1">
        <h2 id={titleId} className="text-14 font-semibold">
          {props.title}
        </h2>
        {props.actions}
      </header>
      <div className="flex-1 px-4 pb-2">{props.children}</div>
      {props.foot && (
        <footer className="flex min-h-9 items-center justify-between gap-4 border-line border-t px-4 py-1 text-12 text-muted">
          {props.foot}
        </footer>
      )}
    </section>
  );
}
