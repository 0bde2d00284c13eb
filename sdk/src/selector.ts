/** The database keeps as much. */
const LONGEST = 300;

/** Whether one of some elements, such as an event's path, is what a selector asks for. */
export const isIn = (path: readonly Element[], selector: string): boolean =>
  path.some((part) => part.matches(selector));

/**
 * A short CSS selector of a path's first element, up to its nearest ancestor with an id. Undefined for what is inside
 * `data-perigee-ignore`; of what is masked only the kind is told, since the rest may be made of what a visitor typed.
 */
export function selectorOfPath(path: readonly Element[]): string | undefined {
  if (!path[0] || isIn(path, "[data-perigee-ignore]")) return undefined;
  if (isIn(path, "[data-perigee-mask]")) return path[0].localName;
  const names = path.map((part) => {
    // Not the property, which is an element where a form has a field of that name.
    const id = part.getAttribute("id");
    return id ? `#${id}` : [part.localName, ...part.classList].slice(0, 3).join(".");
  });
  return names
    .reverse()
    .join(">")
    .replace(/.*>(?=#|body)/, "")
    .slice(-LONGEST);
}

/** The same of any node, through open shadow roots. */
export function selectorOf(node: Node | null | undefined): string | undefined {
  const path: Element[] = [];
  let part = node instanceof Element ? node : node?.parentElement;
  while (part) {
    path.push(part);
    part = part.parentElement ?? (part.getRootNode() as Partial<ShadowRoot>).host;
  }
  return selectorOfPath(path);
}
