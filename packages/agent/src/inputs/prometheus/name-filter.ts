/** Whether a name fits one of `keep`, or that is empty, and none of `drop`. In a pattern `*` stands for any characters. */
export function nameFilter({ keep, drop }: { keep: string[]; drop: string[] }): (name: string) => boolean {
  const [kept, dropped] = [keep.map(matcherOf), drop.map(matcherOf)];
  return (name) =>
    (kept.length === 0 || kept.some((matches) => matches(name))) && !dropped.some((matches) => matches(name));
}

/** Takes time linear in the name, of which the endpoint decides: an expression with many stars would not. */
function matcherOf(pattern: string): (name: string) => boolean {
  const parts = pattern.split("*");
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  if (parts.length === 1) return (name) => name === pattern;
  return (name) => {
    if (!name.startsWith(first) || !name.endsWith(last)) return false;
    let at = first.length;
    for (const part of parts.slice(1, -1)) {
      const found = name.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return at <= name.length - last.length;
  };
}
