/** Named values of an event; `folded` is the word behind which they are kept until they are asked for. */
export function Properties({ of, folded }: { of: Record<string, string>; folded?: string | undefined }) {
  const entries = Object.entries(of).filter(([, value]) => value !== "");
  if (entries.length === 0) return null;
  const list = (
    <dl className="mt-0.5 grid grid-cols-[auto_1fr] gap-x-3 font-mono text-12 leading-5">
      {entries.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 break-all">{value}</dd>
        </div>
      ))}
    </dl>
  );
  if (!folded) return list;
  return (
    <details className="open:basis-full">
      <summary className="w-max rounded text-12 text-muted hover:text-text">{folded}</summary>
      {list}
    </details>
  );
}
