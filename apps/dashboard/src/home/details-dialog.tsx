"use client";

import { Search } from "lucide-react";
import { useDeferredValue, useRef, useState } from "react";
import { exactCount } from "../format/number.ts";
import { Sheet } from "../ui/sheet.tsx";
import { BreakdownList } from "./breakdown-list.tsx";
import { type BreakdownCardName, breakdownCards, useTab } from "./breakdowns.ts";
import { useScopedRows } from "./scope.ts";

const limit = 500;

/** The full list of one card's open tab, searchable. */
export function DetailsDialog({ card, onClose }: { card: BreakdownCardName; onClose: () => void }) {
  const [tab] = useTab(card);
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const search = useDeferredValue(text.trim());
  const answer = useScopedRows("breakdown", { dimension: tab.dimension, limit, search: search || undefined });
  return (
    <Sheet open onClose={onClose} title={breakdownCards[card].title} initialFocus={input}>
      <label className="mb-2 flex h-9 shrink-0 items-center gap-2 rounded border border-line px-2 focus-within:outline-2 focus-within:outline-focus">
        <Search size={14} className="text-muted" aria-hidden="true" />
        <span className="sr-only">Search</span>
        <input
          ref={input}
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={`Search ${breakdownCards[card].title.toLowerCase()}`}
          className="w-full bg-transparent text-14 outline-none placeholder:text-muted"
        />
      </label>
      <BreakdownList tab={tab} answer={answer} rows={12} onChosen={onClose} />
      {answer.data && answer.data.length >= limit && (
        <p className="pt-2 text-12 text-muted">These are the first {exactCount(limit)}. Search to find others.</p>
      )}
    </Sheet>
  );
}
