import { type Category, categories, type Product } from "./product.ts";

export const sortOrders = {
  featured: "Featured first",
  "price-up": "Price, low to high",
  "price-down": "Price, high to low",
  name: "Name",
} as const;
export type SortOrder = keyof typeof sortOrders;

export const isSortOrder = (text: string | undefined): text is SortOrder =>
  text !== undefined && Object.hasOwn(sortOrders, text);

const comparisons: Record<SortOrder, (a: Product, b: Product) => number> = {
  featured: (a, b) => Number(b.featured ?? false) - Number(a.featured ?? false),
  "price-up": (a, b) => a.price - b.price,
  "price-down": (a, b) => b.price - a.price,
  name: (a, b) => a.name.localeCompare(b.name, "en"),
};

export type ListRequest = { category?: Category | undefined; search: string; sort: SortOrder };

/** Products of a category whose texts hold every word of the search, in the asked order. */
export function listProducts(products: readonly Product[], request: ListRequest): Product[] {
  const words = request.search.toLowerCase().split(/\s+/).filter(Boolean);
  return products
    .filter((product) => !request.category || product.category === request.category)
    .filter((product) => words.every((word) => searchText(product).includes(word)))
    .sort(comparisons[request.sort]);
}

const searchText = (product: Product): string =>
  `${product.name} ${product.line} ${product.description} ${categories[product.category]}`.toLowerCase();
