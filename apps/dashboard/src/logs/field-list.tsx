import { CircleMinus, CirclePlus } from "lucide-react";
import { Fragment } from "react";

type FieldListProps = {
  of: Record<string, string>;
  /** Where they are given, each value can be filtered by. */
  onOnly?: (name: string, value: string) => void;
  onExclude?: (name: string, value: string) => void;
};

/** Long names break where their parts meet. */
const Breakable = ({ name }: { name: string }) =>
  name.split(/(?<=[._])/).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));

/** Longer values cannot be filtered by: the API takes no longer ones. */
const longestFilter = 900;

const buttonClass =
  "inline-flex size-6 shrink-0 items-center justify-center rounded text-muted hover:bg-sunken hover:text-text";

/** Names and values of a record or a span; empty ones are left out. */
export function FieldList({ of, onOnly, onExclude }: FieldListProps) {
  const fields = Object.entries(of).filter(([, value]) => value !== "");
  if (fields.length === 0) return <p className="text-12 text-muted empty:hidden">{onOnly && "None"}</p>;
  return (
    <dl className="font-mono text-12 leading-5">
      {fields.map(([name, value]) => (
        <div
          key={name}
          className="grid min-h-7 grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-start gap-x-3 border-line border-b py-1 last:border-b-0"
        >
          <dt className="break-words text-muted">
            <Breakable name={name} />
          </dt>
          <dd className="max-h-40 min-w-0 overflow-y-auto break-words whitespace-pre-wrap">{value}</dd>
          <dd className="-my-0.5 flex">
            {onOnly && onExclude && value.length <= longestFilter && (
              <>
                <button
                  type="button"
                  className={buttonClass}
                  aria-label={`Only ${name} ${value}`}
                  title="Only records with this value"
                  onClick={() => onOnly(name, value)}
                >
                  <CirclePlus size={14} aria-hidden="true" />
                </button>
                <button
                  type="button"
                  className={buttonClass}
                  aria-label={`Without ${name} ${value}`}
                  title="Without records with this value"
                  onClick={() => onExclude(name, value)}
                >
                  <CircleMinus size={14} aria-hidden="true" />
                </button>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
