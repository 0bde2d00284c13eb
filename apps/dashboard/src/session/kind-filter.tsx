"use client";

import clsx from "clsx";
import { exactCount } from "../format/number.ts";
import { type Entry, type Kind, kindNames, kinds } from "./kinds.ts";

/** Fewer rows than these are seen at a glance. */
const worthFiltering = 16;

/** A chip a kind, with how many there are: those that are pressed are shown, and all when none is. */
export function KindFilter(props: {
  entries: readonly Entry[];
  shown: readonly Kind[];
  onChange: (shown: Kind[]) => void;
}) {
  const { entries, shown, onChange } = props;
  const counts = kindNames
    .map((kind) => ({ kind, count: entries.filter((entry) => entry.kind === kind).length }))
    .filter(({ kind, count }) => count > 0 || shown.includes(kind));
  if (shown.length === 0 && (entries.length < worthFiltering || counts.length < 2)) return null;
  const toggle = (kind: Kind) =>
    onChange(shown.includes(kind) ? shown.filter((other) => other !== kind) : [...shown, kind]);
  return (
    <fieldset className="mb-3 flex flex-wrap items-center gap-1.5">
      <legend className="sr-only">Show</legend>
      {counts.map(({ kind, count }) => {
        const { several, icon: Icon } = kinds[kind];
        const isPressed = shown.includes(kind);
        return (
          <button
            key={kind}
            type="button"
            aria-pressed={isPressed}
            onClick={() => toggle(kind)}
            className={clsx(
              "inline-flex h-7 items-center gap-1.5 rounded border px-2 text-12",
              isPressed
                ? "border-accent bg-accent-soft text-accent"
                : "border-line bg-surface text-muted hover:text-text",
            )}
          >
            <Icon size={14} aria-hidden="true" />
            {several}
            <span className="tabular-nums">{exactCount(count)}</span>
          </button>
        );
      })}
      {shown.length > 0 && (
        <button
          type="button"
          onClick={() => onChange([])}
          className="h-7 rounded px-1 text-12 text-muted hover:text-text"
        >
          Show all
        </button>
      )}
    </fieldset>
  );
}
