"use client";

import type { RefObject } from "react";
import { useHotkeys } from "../ui/hotkeys.ts";

type Keys = {
  searchInput: RefObject<HTMLInputElement | null>;
  filterInput: RefObject<HTMLInputElement | null>;
  /** Set while a record is open. */
  closeRecord: (() => void) | undefined;
};

/** The page's single keys; a line below the list names them. Enter belongs to the line that has the focus. */
export function useLogKeys({ searchInput, filterInput, closeRecord }: Keys): void {
  useHotkeys({
    j: () => moveFocus(1),
    k: () => moveFocus(-1),
    "/": () => searchInput.current?.focus(),
    a: () => filterInput.current?.focus(),
    escape: () => closeRecord?.(),
  });
}

/** Marks a line of the list, so that the keys find it. */
export const lineAttribute = "data-log-line";

/** To the line after the one with the focus, or within which the focus is; to the first where it is nowhere. */
function moveFocus(by: 1 | -1): void {
  const lines = Array.from(document.querySelectorAll<HTMLElement>(`[${lineAttribute}]`));
  const focused = document.activeElement?.closest("li")?.querySelector<HTMLElement>(`[${lineAttribute}]`);
  const at = focused ? lines.indexOf(focused) : -1;
  const next = lines[at < 0 ? 0 : Math.min(lines.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}
