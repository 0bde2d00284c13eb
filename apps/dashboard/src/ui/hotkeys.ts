"use client";

import { useEffect, useRef } from "react";

const editable = "input, textarea, select, [contenteditable='true']";
const floating = "[role='dialog'], [role='menu'], [role='listbox']";

function isForPage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.target instanceof Element && event.target.closest(editable)) return false;
  return document.querySelector(floating) === null;
}

/**
 * Single keys for the whole page, by `event.key` in lower case. They rest while someone types or while anything floats:
 * then Escape belongs to what floats. Listening in the capture phase sees the page before Base UI has closed it.
 */
export function useHotkeys(bindings: Record<string, () => void>): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = latest.current[event.key.toLowerCase()];
      if (!action || !isForPage(event)) return;
      event.preventDefault();
      action();
    };
    document.addEventListener("keydown", onKeyDown, { capture: true });
    return () => document.removeEventListener("keydown", onKeyDown, { capture: true });
  }, []);
}
