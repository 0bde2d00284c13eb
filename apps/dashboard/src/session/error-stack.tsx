/** The stack as the browser gave it. */
export function ErrorStack({ stack }: { stack: string }) {
  return (
    <details className="mt-1">
      <summary className="w-max rounded text-12 text-muted hover:text-text">Stack trace</summary>
      <pre className="mt-1 overflow-x-auto rounded border border-line bg-sunken px-3 py-2 font-mono text-12 leading-5">
        {stack}
      </pre>
    </details>
  );
}
