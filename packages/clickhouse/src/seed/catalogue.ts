import { weighted } from "./random.ts";

/** The demo shop's goods, best sellers first. Prices in dollars. */
export type Product = { id: string; name: string; category: string; price: number };

const products: readonly Product[] = [
  { id: "planisphere", name: "Turning planisphere", category: "charts", price: 24 },
  { id: "lark-60", name: "Lark 60", category: "telescopes", price: 189 },
  { id: "red-lamp", name: "Red lamp", category: "field-kit", price: 32 },
  { id: "heron-80", name: "Heron 80", category: "telescopes", price: 420 },
  { id: "near-side", name: "Map of the near side", category: "charts", price: 38 },
  { id: "barn-owl-114", name: "Barn Owl 114", category: "telescopes", price: 265 },
  { id: "observing-log", name: "Observing log", category: "field-kit", price: 18 },
  { id: "wren-spyglass", name: "Wren spyglass", category: "telescopes", price: 64 },
  { id: "desk-perigee", name: "Desk perigee", category: "models", price: 88 },
  { id: "comet-mobile", name: "Comet mobile", category: "models", price: 72 },
  { id: "winter-hexagon", name: "Winter hexagon", category: "charts", price: 29 },
  { id: "jovian-almanac", name: "Jovian almanac", category: "charts", price: 19 },
  { id: "brass-orrery", name: "Six-planet orrery", category: "models", price: 640 },
  { id: "pocket-sundial", name: "Pocket sundial", category: "field-kit", price: 46 },
  { id: "tellurion", name: "Tellurion", category: "models", price: 310 },
  { id: "meteorite", name: "Meteorite slice", category: "field-kit", price: 120 },
];

export const chooseProduct: (fraction: number) => Product = weighted(
  products.map((product, index) => [1 / (index + 2), product] as const),
);

export const searches = ["telescope", "moon map", "gift", "red light", "planisphere", "jupiter", "tripod"] as const;
