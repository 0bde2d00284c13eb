/** Far more than Loki's own limits let through (15 labels of 2,048 characters): a longer text is not worth the work. */
const maxChars = 65_536;

/**
 * Labels as the protobuf form of a push writes them, `{app="shop", level="info"}`, in the syntax of Prometheus' text format: double quotes
 * with Go's escapes, or backquotes without any. `undefined` where the text is not that.
 */
export function parseLabels(text: string): Map<string, string> | undefined {
  if (text.length > maxChars) return;
  const inner = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  if (inner === undefined) return;
  const labels = new Map<string, string>();
  let position = 0;
  while (position < inner.length) {
    label.lastIndex = position;
    const [whole, name, quoted] = label.exec(inner) ?? [];
    if (whole === undefined || name === undefined || quoted === undefined)
      return inner.slice(position).trim() ? undefined : labels;
    labels.set(name, unquote(quoted));
    position += whole.length;
  }
  return labels;
}

/** One label and the comma behind it. The alternatives of a quoted text begin with different characters, so that nothing is tried twice. */
const label = /\s*([a-zA-Z_][\w.:-]*)\s*=\s*("(?:[^"\\]|\\.)*"|`[^`]*`)\s*(?:,|$)/sy;

const escaped = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U(00[01][\da-fA-F]{5})|([0-7]{3})|(.))/gs;

function unquote(quoted: string): string {
  const text = quoted.slice(1, -1);
  if (quoted.startsWith("`") || !text.includes("\\")) return text;
  return text.replace(escaped, unescapeOne);
}

function unescapeOne(_: string, ...groups: (string | undefined)[]): string {
  const [byte, short, long, octal, character] = groups;
  const hex = byte ?? short ?? long;
  if (hex !== undefined) return fromCodePoint(Number.parseInt(hex, 16));
  if (octal !== undefined) return fromCodePoint(Number.parseInt(octal, 8));
  return escapes.get(character ?? "") ?? character ?? "";
}

const fromCodePoint = (code: number) => (code > 0x10_ffff ? "\ufffd" : String.fromCodePoint(code));

/** https://go.dev/ref/spec#Rune_literals */
const escapes = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);
