/** A call of a stack as Faro and Sentry send it; lines and columns from 1. */
export type StackFrame = {
  function?: string | undefined;
  filename?: string | undefined;
  lineno?: number | undefined;
  colno?: number | undefined;
};

type Thrown = { type: string; message: string; frames: readonly StackFrame[] };

/**
 * Frames as the text that Chrome would have written (https://v8.dev/docs/stack-trace-api), newest call first: by this text
 * errors are grouped. Causes stand below, as the browser SDK writes them.
 */
export function stackText(thrown: Thrown, causes: readonly Thrown[] = []): string | undefined {
  const own = thrown.frames.map(lineOf);
  if (own.length === 0 && causes.length === 0) return undefined;
  const below = causes.flatMap((cause) => [`Caused by: ${headOf(cause)}`, ...cause.frames.map(lineOf)]);
  return [headOf(thrown), ...own, ...below].join("\n");
}

const headOf = ({ type, message }: Thrown): string => (message ? `${type}: ${message}` : type);

function lineOf({ function: name, filename = "<anonymous>", lineno, colno }: StackFrame): string {
  const place = [filename, lineno, colno].filter((part) => part !== undefined).join(":");
  return name && name !== "?" ? `    at ${name} (${place})` : `    at ${place}`;
}
