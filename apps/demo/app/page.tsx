import Link from "next/link";
import { HeroSky } from "../src/art/hero-sky.tsx";
import { ProductArt } from "../src/art/product-art.tsx";
import { type Category, categories } from "../src/catalogue/product.ts";
import { ProductTile } from "../src/catalogue/product-tile.tsx";
import { products } from "../src/catalogue/products.ts";

const doors: { category: Category; line: string }[] = [
  { category: "telescopes", line: "Glass and mirrors that fit on a bus" },
  { category: "charts", line: "Paper that knows the way" },
  { category: "models", line: "The clockwork, on a desk" },
  { category: "field-kit", line: "For cold hands and late hours" },
];

export default function HomePage() {
  const featured = products.filter((product) => product.featured);
  return (
    <>
      <section className="overflow-hidden bg-night text-night-text">
        <div className="page grid items-center lg:grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)]">
          <div className="relative pt-14 pb-6 lg:py-28">
            <h1 className="font-[480] text-[40px] leading-[1.06] tracking-[-0.03em] sm:text-[58px]">
              The sky is nearer than you think.
            </h1>
            <p className="mt-5 max-w-[42ch] text-[17px] text-night-muted">
              Small telescopes, star charts and models of the heavens, made to be used on ordinary nights by ordinary
              people.
            </p>
            <p className="mt-8 flex flex-wrap gap-3">
              <Link href="/products" className="button bg-night-text text-night">
                See all goods
              </Link>
              <Link
                href="/product/lark-60"
                className="button button-quiet text-night-text shadow-[inset_0_0_0_1px_var(--night-muted)]"
              >
                A first telescope
              </Link>
            </p>
          </div>
          <div className="h-[300px] sm:h-[420px] lg:h-[560px]">
            <HeroSky />
          </div>
        </div>
      </section>

      <section className="page pt-16" aria-labelledby="featured">
        <h2 id="featured" className="font-medium text-[28px]">
          Good places to begin
        </h2>
        <div className="mt-6 grid grid-cols-2 gap-x-5 gap-y-9 lg:grid-cols-4">
          {featured.map((product) => (
            <ProductTile key={product.id} product={product} />
          ))}
        </div>
      </section>

      <section className="page pt-20" aria-labelledby="shelves">
        <h2 id="shelves" className="font-medium text-[28px]">
          Four shelves
        </h2>
        <ul className="mt-6 border-line border-t">
          {doors.map(({ category, line }) => (
            <li key={category} className="border-line border-b">
              <Link
                href={`/products?category=${category}`}
                className="group flex flex-wrap items-baseline gap-x-6 py-5"
              >
                <span className="w-44 font-medium text-[20px] underline-offset-4 group-hover:underline">
                  {categories[category]}
                </span>
                <span className="text-muted">{line}</span>
                <span className="ml-auto text-[14px] text-muted tabular-nums">
                  {products.filter((product) => product.category === category).length} goods
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </section>

      <section className="page pt-20">
        <div className="grid items-center gap-8 rounded-md bg-sunken px-6 py-10 sm:grid-cols-[220px_1fr] sm:px-12">
          <ProductArt art="moon" tint="paper" className="mx-auto w-44" />
          <div>
            <h2 className="font-medium text-[28px]">What to look at tonight</h2>
            <p className="mt-2 max-w-[52ch] text-muted">
              Our notes on clear nights. The page is slow on purpose: it shows what a slow page looks like in Perigee.
            </p>
            <p className="mt-5">
              <a href="/nights" className="link font-medium">
                Read about clear nights
              </a>
            </p>
          </div>
        </div>
      </section>
    </>
  );
}
