import { type ComponentProps, useId } from "react";

/** A labelled input; 16 px text, below which iPhones zoom the page in on focus. */
export function TextField(
  props: ComponentProps<"input"> & { label: string; hint?: string; describedBy?: string | undefined },
) {
  const { label, hint, describedBy, ...input } = props;
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-13 font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-describedby={[hint && hintId, describedBy].filter(Boolean).join(" ") || undefined}
        aria-invalid={describedBy !== undefined}
        className="h-9 w-full rounded border border-line bg-surface px-3 text-16 sm:text-14"
        {...input}
      />
      {hint && (
        <p id={hintId} className="text-12 text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
