import clsx from "clsx";
import type { ComponentProps } from "react";

export type ButtonKind = "primary" | "line" | "plain" | "danger";

const kinds: Record<ButtonKind, string> = {
  primary: "border border-transparent bg-accent text-surface hover:opacity-90",
  line: "border border-line bg-surface text-text hover:bg-sunken",
  danger: "border border-line bg-surface text-poor hover:bg-sunken",
  plain: "border border-transparent text-muted hover:bg-sunken hover:text-text",
};

/** Classes of a button, for links and Base UI triggers that look like one. `icon` makes it square. */
export const buttonClass = (kind: ButtonKind, icon = false): string =>
  clsx(
    "inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded text-13 whitespace-nowrap select-none",
    "disabled:cursor-default disabled:opacity-40 data-popup-open:bg-sunken data-popup-open:text-text",
    icon ? "w-8" : "px-3",
    kinds[kind],
  );

type ButtonProps = ComponentProps<"button"> & { kind?: ButtonKind };

export function Button({ kind = "line", className, type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={clsx(buttonClass(kind), className)} {...rest} />;
}

/** A square button with one icon; `label` is its name and its tooltip. */
export function IconButton({ kind = "plain", label, className, ...rest }: ButtonProps & { label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={clsx(buttonClass(kind, true), className)}
      {...rest}
    />
  );
}
