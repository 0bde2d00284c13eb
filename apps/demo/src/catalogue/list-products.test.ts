import { describe, expect, it } from "vitest";
import { listProducts } from "./list-products.ts";
import { isCategory } from "./product.ts";
import { products } from "./products.ts";

const ids = (request: Partial<Parameters<typeof listProducts>[1]>) =>
  listProducts(products, { search: "", sort: "name", ...request }).map((product) => product.id);

describe("the catalogue", () => {
  it("has at least twelve products, each with its own id and a variant", () => {
    expect(new Set(products.map((product) => product.id)).size).toBe(products.length);
    expect(products.length).toBeGreaterThanOrEqual(12);
    expect(products.every((product) => product.variants.length > 0)).toBe(true);
  });

  it.each(["telescopes", "field-kit"])("knows the category %s", (text) => expect(isCategory(text)).toBe(true));
  it.each(["toString", "", undefined])("does not know the category %s", (text) => expect(isCategory(text)).toBe(false));
});

describe("listProducts", () => {
  it("filters by category and by every word, in any case", () => {
    expect(ids({ category: "models" })).toHaveLength(4);
    expect(ids({ search: "MOON  jupiter" })).toContain("lark-60");
    expect(ids({ category: "charts", search: "refractor" })).toEqual(["near-side"]);
    expect(ids({ search: "submarine" })).toEqual([]);
  });

  it("sorts by price both ways and puts featured products first", () => {
    const up = ids({ sort: "price-up" });
    expect(up[0]).toBe("jovian-almanac");
    expect(ids({ sort: "price-down" })[0]).toBe(up.at(-1));
    expect(ids({ sort: "featured" }).slice(0, 4).sort()).toEqual(
      ["lark-60", "barn-owl-114", "planisphere", "brass-orrery"].sort(),
    );
  });
});
