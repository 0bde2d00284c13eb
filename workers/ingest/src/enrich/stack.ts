/** One call of a stack: the function's name ("" where it has none) and the path of its file, without host, query and hash. */
export type Frame = { function: string; file: string; inApp: boolean };

const maxLines = 50;
const maxLineChars = 1_000;

/**
 * Reads the stacks of Chrome (`at name (address:line:column)`), Firefox and Safari (`name@address:line:column`). Everything is
 * found by position and not by backtracking expressions, since the text comes from anyone.
 */
export function parseStack(stack: string): Frame[] {
  return stack.split("\n", maxLines).flatMap((line) => {
    const text = line.slice(0, maxLineChars).trim();
    const call = text.startsWith("at ") ? chromeCall(text.slice(3)) : geckoCall(text);
    return call ? [toFrame(call)] : [];
  });
}

type Call = { name: string; place: string };

function chromeCall(text: string): Call {
  const open = text.endsWith(")") ? text.indexOf(" (") : -1;
  if (open < 0) return { name: "", place: withoutPrefix(text, "async ") };
  return { name: withoutPrefix(text.slice(0, open), "async "), place: text.slice(open + 2, -1) };
}

/** The first @ ends the name: addresses may hold further ones, as in /@scope/package. */
function geckoCall(text: string): Call | undefined {
  const at = text.indexOf("@");
  const place = text.slice(at + 1);
  return at >= 0 && (isAddress(place) || place === "[native code]") ? { name: text.slice(0, at), place } : undefined;
}

const withoutPrefix = (text: string, prefix: string): string =>
  text.startsWith(prefix) ? text.slice(prefix.length) : text;

const isAddress = (place: string): boolean => /^[a-z][a-z-]*:\/\//i.test(place);

function toFrame({ name, place }: Call): Frame {
  const file = filePath(place);
  const inApp = /^https?:\/\//i.test(place) && !file.includes("/node_modules/");
  return { function: name, file, inApp };
}

function filePath(place: string): string {
  const address = place.replace(/(?::\d+){1,2}$/, "");
  if (!isAddress(address)) return address;
  const pathStart = address.indexOf("/", address.indexOf("://") + 3);
  const path = pathStart < 0 ? "/" : address.slice(pathStart);
  const end = path.search(/[?#]/);
  return end < 0 ? path : path.slice(0, end);
}
