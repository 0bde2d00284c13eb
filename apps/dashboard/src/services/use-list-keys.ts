"use client";

import type { RefObject } from "react";
import { useHotkeys } from "../ui/hotkeys.ts";
import { usePage, useSearch } from "./list-state.ts";

type Places = { searchInput: RefObject<HTMLInputElement | null>; list: RefObject<HTMLElement | null> };

/** Single keys of the list of services: j and k go through its rows, whose links Enter opens. */
export function useListKeys({ searchInput, list }: Places): void {
  const [search, setSearch] = useSearch();
  const [, setPage] = usePage();
  const go = (direction: 1 | -1) => {
    const links = Array.from(list.current?.querySelectorAll<HTMLElement>("tbody a") ?? []);
    const here = links.findIndex((link) => link.closest("tr")?.contains(document.activeElement));
    const next = here < 0 ? links.at(direction === 1 ? 0 : -1) : links[here + direction];
    next?.focus();
  };
  const clear = () => {
    void setSearch(null);
    void setPage(null);
  };
  useHotkeys({
    "/": () => searchInput.current?.focus(),
    j: () => go(1),
    k: () => go(-1),
    escape: () => search !== "" && clear(),
  });
}
