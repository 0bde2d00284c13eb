/** Looks shared by everything that floats: menus, popovers, list boxes. */
export const floatClass =
  "appear rounded border border-line bg-surface text-13 text-text shadow-float outline-none max-h-[var(--available-height)] max-w-[var(--available-width)] overflow-y-auto";

export const floatItemClass =
  "flex h-8 w-full cursor-default items-center gap-2 rounded px-2 text-left text-13 outline-none select-none hover:bg-sunken data-highlighted:bg-sunken data-disabled:opacity-40";

/** Keys a person can press, as drawn beside what they do. */
export const keyClass =
  "inline-flex h-5 min-w-5 items-center justify-center rounded border border-line px-1 font-mono text-12 text-muted";
