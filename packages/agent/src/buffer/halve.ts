import type { Scoped } from "@perigee/otlp";

export const countItems = <Item>(tree: Scoped<Item>[]): number =>
  tree.reduce((sum, { items }) => sum + items.length, 0);

/** The first half of all items, and the rest, in order. The same tree gives the same halves. */
export function halve<Item>(tree: Scoped<Item>[]): [Scoped<Item>[], Scoped<Item>[]] {
  let left = Math.ceil(countItems(tree) / 2);
  const halves: [Scoped<Item>[], Scoped<Item>[]] = [[], []];
  for (const { items, ...rest } of tree) {
    const first = items.slice(0, left);
    const second = items.slice(left);
    if (first.length > 0) halves[0].push({ ...rest, items: first });
    if (second.length > 0) halves[1].push({ ...rest, items: second });
    left -= first.length;
  }
  return halves;
}
