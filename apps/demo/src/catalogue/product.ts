import type { ArtName } from "../art/product-art.tsx";

export const categories = {
  telescopes: "Telescopes",
  charts: "Charts",
  models: "Models",
  "field-kit": "Field kit",
} as const;
export type Category = keyof typeof categories;

/** `tint` colours the one part of the drawing that a variant changes. */
export type Variant = { name: string; tint: Tint };
export type Tint = "silver" | "brass" | "ink" | "rust" | "paper";

export type Product = {
  id: string;
  name: string;
  category: Category;
  /** US cents. */
  price: number;
  line: string;
  description: string;
  variants: readonly Variant[];
  /** Millimetres: shown in the customer's own units. */
  size: { width: number; height: number };
  /** Grams. */
  weight: number;
  facts: Readonly<Record<string, string>>;
  art: ArtName;
  featured?: true;
};

export const isCategory = (text: string | undefined): text is Category =>
  text !== undefined && Object.hasOwn(categories, text);
