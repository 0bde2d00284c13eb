/** What `useParams` of Next answers. */
export type RouteParams = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * The route pattern of an address: `/product/lark-60` with `{ id: "lark-60" }` is `/product/[id]`. Next tells a component the values of its
 * dynamic segments, not where they stand, so each value is looked for in the path: from the right, in the order of the parameters, which is
 * that of the folders. Where a fixed segment reads like a value (`/tag/tag`), the rightmost is taken for the dynamic one. A catch-all is
 * `[...slug]`, optional or not; an optional one without a value leaves no trace.
 */
export function routePatternOf(pathname: string, params: RouteParams): string {
  const route = pathname.replace(/(?!^)\/+$/, "").split("/");
  /** What is still free to be matched. */
  const open: (string | undefined)[] = route.map(decode);
  let right = open.length;
  for (const [name, value] of Object.entries(params).reverse()) {
    const values = (typeof value === "string" ? [value] : (value ?? [])).map(decode);
    if (!values.join("")) continue;
    // Parameters of parallel and intercepted routes stand in no order, and some are not in the path at all.
    const found = findLast(open.slice(0, right), values) ?? findLast(open, values);
    if (found === undefined) continue;
    open.fill(undefined, found, found + values.length);
    route.fill("", found, found + values.length);
    route[found] = typeof value === "string" ? `[${name}]` : `[...${name}]`;
    right = found;
  }
  return `/${route.filter(Boolean).join("/")}`;
}

/** Where a run of values stands last. */
function findLast(segments: readonly (string | undefined)[], values: readonly string[]): number | undefined {
  for (let start = segments.length - values.length; start > 0; start--) {
    if (values.every((value, index) => segments[start + index] === value)) return start;
  }
  return undefined;
}

/** Next gives a value as it stands in the address, or decoded, depending on where it is asked. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A lone percent sign is no escape: then the text stands for itself.
    return segment;
  }
}
