"use client";

import { Tabs } from "@base-ui/react/tabs";

/** Tabs as words; the open one is marked by a line and its colour. Scrolls sideways where it is narrow. */
export function TabStrip(props: { label: string; tabs: readonly { value: string; name: string }[] }) {
  return (
    <Tabs.List
      aria-label={props.label}
      className="-mx-1 flex min-w-0 gap-1 overflow-x-auto px-1 [scrollbar-width:none]"
    >
      {props.tabs.map(({ value, name }) => (
        <Tabs.Tab
          key={value}
          value={value}
          className="h-8 shrink-0 border-b-2 border-transparent px-1.5 text-12 font-medium whitespace-nowrap text-muted -outline-offset-2 hover:text-text data-active:border-accent data-active:text-accent"
        >
          {name}
        </Tabs.Tab>
      ))}
    </Tabs.List>
  );
}
