"use client";

import { Search, X } from "lucide-react";
import { type FormEvent, type RefObject, useId, useState } from "react";
import { Button, IconButton } from "../ui/button.tsx";
import { keyClass } from "../ui/floating.ts";
import { useLogChoice } from "./log-state.ts";

/** As the index of bodies has them: everything beyond ASCII is a letter. */
const word = /[a-z0-9\u{80}-\u{10ffff}]/iu;

/** Words that the records must have. They are searched for when they are complete, since every search reads what is stored. */
export function SearchField({ inputRef }: { inputRef: RefObject<HTMLInputElement | null> }) {
  const { choice, change } = useLogChoice();
  const faultId = useId();
  const [draft, setDraft] = useState({ searched: choice.text, typed: choice.text });
  // Back, or a link, searched for something else.
  if (draft.searched !== choice.text) setDraft({ searched: choice.text, typed: choice.text });
  const isWordless = draft.typed.trim() !== "" && !word.test(draft.typed);
  const search = (event: FormEvent) => {
    event.preventDefault();
    if (isWordless) return;
    change({ text: draft.typed.trim() });
    inputRef.current?.blur();
  };
  return (
    <search>
      <form onSubmit={search} className="flex gap-2">
        <div className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded border border-line bg-surface pr-1 pl-3 focus-within:outline-2 focus-within:outline-focus">
          <Search size={16} className="shrink-0 text-muted" aria-hidden="true" />
          <input
            ref={inputRef}
            aria-label="Search log records"
            aria-invalid={isWordless}
            aria-describedby={isWordless ? faultId : undefined}
            placeholder="Whole words, such as: payment refused"
            value={draft.typed}
            maxLength={500}
            onChange={(event) => setDraft({ ...draft, typed: event.target.value })}
            onKeyDown={(event) => event.key === "Escape" && inputRef.current?.blur()}
            enterKeyHint="search"
            className="min-w-0 flex-1 bg-transparent text-16 outline-none placeholder:text-muted sm:text-14"
          />
          {choice.text === "" ? (
            <kbd className={`${keyClass} mr-1 pointer-coarse:hidden`}>/</kbd>
          ) : (
            <IconButton label="Clear the search" className="size-7" onClick={() => change({ text: "" })}>
              <X size={14} aria-hidden="true" />
            </IconButton>
          )}
        </div>
        <Button type="submit" className="h-9">
          Search
        </Button>
      </form>
      {isWordless && (
        <p id={faultId} className="mt-1 text-12 text-poor">
          There is no word in it. A word is made of letters and digits.
        </p>
      )}
    </search>
  );
}
