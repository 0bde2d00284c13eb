"use client";

import { type FormEvent, useId, useState } from "react";
import { Button } from "../ui/button.tsx";
import type { Range } from "./period.ts";
import { dayMs, fromWall, toWall } from "./zone.ts";
import { useZone } from "./zone-state.ts";

const dateText = (epochMs: number, zone: string): string => new Date(toWall(epochMs, zone)).toISOString().slice(0, 10);

/** A range by its first and last day, both included. */
export function CustomRange({ full, onApply }: { full: Range; onApply: (range: Range) => void }) {
  const { zone } = useZone();
  const [first, setFirst] = useState(() => dateText(full.from, zone));
  const [last, setLast] = useState(() => dateText(full.to - 1, zone));
  const faultId = useId();
  const backwards = first > last;
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (backwards || !first || !last) return;
    onApply({ from: fromWall(Date.parse(first), zone), to: fromWall(Date.parse(last) + dayMs, zone) });
  };
  return (
    <form onSubmit={apply} className="-mx-1 mt-1 border-line border-t px-3 pt-2 pb-3">
      <p className="mb-2 text-12 font-medium text-muted">Custom range</p>
      <div className="grid grid-cols-2 gap-2">
        <DateField name="From" value={first} onChange={setFirst} faultId={backwards ? faultId : undefined} />
        <DateField name="To" value={last} onChange={setLast} faultId={backwards ? faultId : undefined} />
      </div>
      {backwards && (
        <p id={faultId} className="mt-2 text-12 text-poor">
          The range ends before it starts. Choose a later end.
        </p>
      )}
      <Button type="submit" className="mt-2 w-full" disabled={backwards}>
        Show this range
      </Button>
    </form>
  );
}

function DateField(props: {
  name: string;
  value: string;
  onChange: (value: string) => void;
  faultId: string | undefined;
}) {
  return (
    <label className="text-12 text-muted">
      {props.name}
      <input
        type="date"
        required
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        aria-invalid={props.faultId !== undefined}
        aria-describedby={props.faultId}
        className="mt-1 h-8 w-full rounded border border-line bg-surface px-2 text-13 text-text tabular-nums dark:scheme-dark"
      />
    </label>
  );
}
