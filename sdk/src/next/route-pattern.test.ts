import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RouteParams, routePatternOf } from "./route-pattern.ts";

const cases: [string, RouteParams, string][] = [
  ["/", {}, "/"],
  ["/cart", {}, "/cart"],
  ["/product/lark-60", { id: "lark-60" }, "/product/[id]"],
  ["/product/lark-60/", { id: "lark-60" }, "/product/[id]"],
  ["/lark-60", { id: "lark-60" }, "/[id]"],
  ["/product/lark-60/reviews", { id: "lark-60" }, "/product/[id]/reviews"],
  ["/shop/a/b", { shop: "a", item: "b" }, "/shop/[shop]/[item]"],
  // Encoded here, decoded there.
  ["/tag/b%C3%BCcher", { tag: "bücher" }, "/tag/[tag]"],
  ["/tag/b%C3%BCcher", { tag: "b%C3%BCcher" }, "/tag/[tag]"],
  ["/tag/50%", { tag: "50%" }, "/tag/[tag]"],
  ["/a%2Fb", { path: "a%2Fb" }, "/[path]"],
  // The same value more than once.
  ["/tag/tag", { tag: "tag" }, "/tag/[tag]"],
  ["/x/x", { a: "x", b: "x" }, "/[a]/[b]"],
  ["/en/docs/en", { lang: "en", topic: "en" }, "/[lang]/docs/[topic]"],
  // Catch-alls.
  ["/docs/a/b/c", { slug: ["a", "b", "c"] }, "/docs/[...slug]"],
  ["/docs/a", { slug: ["a"] }, "/docs/[...slug]"],
  ["/en/docs/a/b", { lang: "en", slug: ["a", "b"] }, "/[lang]/docs/[...slug]"],
  ["/docs", {}, "/docs"],
  ["/docs", { slug: undefined }, "/docs"],
  ["/docs", { slug: [] }, "/docs"],
  // Not in the path: a rewrite, or the slot of a parallel route.
  ["/about", { id: "7" }, "/about"],
  ["/photos/7", { id: "7", modal: "zoom" }, "/photos/[id]"],
  // In another order than the path's.
  ["/b/a", { first: "a", second: "b" }, "/[second]/[first]"],
];

describe("the route pattern", () => {
  it.each(cases)("of %s with %j is %s", (path, params, pattern) => expect(routePatternOf(path, params)).toBe(pattern));

  // A percent sign in a decoded value may read like an escape, and a value that stands twice leaves open which one is dynamic.
  const word = fc.string({ minLength: 1, maxLength: 8, unit: "grapheme" }).filter((text) => !/^\.+$|%/.test(text));
  const words = fc.uniqueArray(word, { maxLength: 9 });
  const kinds = fc.infiniteStream(fc.constantFrom("fixed", "one", "many"));

  it("is what the path was made of, however its values are written", () => {
    fc.assert(
      fc.property(words, kinds, fc.boolean(), (values, kind, isDecoded) => {
        const params: Record<string, string | string[]> = {};
        const pattern: string[] = [];
        const left = values.map((value) => ({ encoded: encodeURIComponent(value), value }));
        const write = ({ encoded, value }: { encoded: string; value: string }) => (isDecoded ? value : encoded);
        while (left.length > 0) {
          const name = `p${left.length}`;
          const now = kind.next().value;
          const taken = left.splice(0, now === "many" ? 2 : 1);
          pattern.push(
            now === "fixed" ? taken.map(({ encoded }) => encoded).join() : now === "one" ? `[${name}]` : `[...${name}]`,
          );
          if (now === "one") params[name] = taken.map(write).join();
          if (now === "many") params[name] = taken.map(write);
        }
        const path = `/${values.map(encodeURIComponent).join("/")}`;
        expect(routePatternOf(path, params)).toBe(`/${pattern.join("/")}`);
      }),
    );
  });

  it("never throws, and always is a path", () => {
    const params = fc.dictionary(word, fc.oneof(fc.string(), fc.array(fc.string())));
    fc.assert(
      fc.property(fc.string(), params, (path, given) => {
        expect(routePatternOf(`/${path}`, given)).toMatch(/^\//);
      }),
    );
  });
});
