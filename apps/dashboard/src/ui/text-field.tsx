import clsx from "clsx";
import { type ComponentProps, type ReactNode, useId } from "react";

/** Labelled inputs. Their text is 16 px on phones: below that, iPhones zoom the page in on focus. */

type Words = {
  label: string;
  hint?: string | undefined;
  /** What is wrong with its value, told below it. */
  fault?: string | undefined;
};

const inputClass = "w-full rounded border bg-surface px-3 text-16 placeholder:text-muted sm:text-14";
const borderOf = (isWrong: boolean) => (isWrong ? "border-poor" : "border-line");

/** `describedBy` is the id of a text elsewhere that says what is wrong. */
export function TextField(props: ComponentProps<"input"> & Words & { describedBy?: string | undefined }) {
  const { label, hint, fault, describedBy, className, ...input } = props;
  const isWrong = fault !== undefined || describedBy !== undefined;
  return (
    <Labelled {...{ label, hint, fault, describedBy }}>
      {(ids) => (
        <input
          {...ids}
          aria-invalid={isWrong}
          className={clsx("h-9", inputClass, borderOf(isWrong), className)}
          {...input}
        />
      )}
    </Labelled>
  );
}

export function TextArea({ label, hint, fault, className, ...area }: ComponentProps<"textarea"> & Words) {
  const isWrong = fault !== undefined;
  return (
    <Labelled {...{ label, hint, fault }}>
      {(ids) => (
        <textarea
          {...ids}
          aria-invalid={isWrong}
          className={clsx("py-2", inputClass, borderOf(isWrong), className)}
          {...area}
        />
      )}
    </Labelled>
  );
}

type SelectProps = ComponentProps<"select"> & Words & { options: readonly { value: string; name: string }[] };

export function SelectField({ label, hint, fault, options, ...select }: SelectProps) {
  return (
    <Labelled {...{ label, hint, fault }}>
      {(ids) => (
        <select {...ids} className={clsx("h-9", inputClass, "border-line")} {...select}>
          {options.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

export function CheckField({ label, hint, ...input }: ComponentProps<"input"> & { label: string; hint?: string }) {
  const id = useId();
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2">
      <input
        id={id}
        type="checkbox"
        aria-describedby={hint && `${id}-hint`}
        className="mt-0.5 size-4 accent-accent"
        {...input}
      />
      <label htmlFor={id} className="text-13 font-medium">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="col-start-2 text-12 text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

type Ids = { id: string; "aria-describedby": string | undefined };

/** A label above an input; below it what is wrong, or else the hint. */
function Labelled(props: Words & { describedBy?: string | undefined; children: (ids: Ids) => ReactNode }) {
  const { label, hint, fault, describedBy } = props;
  const id = useId();
  const noteId = `${id}-note`;
  const note = fault ?? hint;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-13 font-medium">
        {label}
      </label>
      {props.children({ id, "aria-describedby": [note && noteId, describedBy].filter(Boolean).join(" ") || undefined })}
      {note && (
        <p
          id={noteId}
          role={fault ? "alert" : undefined}
          className={`text-12 ${fault ? "text-poor first-letter:uppercase" : "text-muted"}`}
        >
          {note}
        </p>
      )}
    </div>
  );
}
