import clsx from "clsx";
import type { Metadata } from "next";
import Form from "next/form";
import Link from "next/link";
import { CompareButton, CompareTable } from "../../src/catalogue/compare.tsx";
import { isSortOrder, listProducts, type SortOrder } from "../../src/catalogue/list-products.ts";
import { type Category, categories, isCategory } from "../../src/catalogue/product.ts";
import { ProductTile } from "../../src/catalogue/product-tile.tsx";
import { products } from "../../src/catalogue/products.ts";
import { SortSelect } from "../../src/catalogue/sort-select.tsx";
import { SearchField } from "../../src/shell/header.tsx";
import { TrackView } from "../../src/telemetry/track-view.tsx";

type SearchParams = Promise<Record<string, string | string[] | undefined>>;

export const metadata: Metadata = { title: "All goods" };

export default async function ProductsPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await searchParams;
  const category = choice(params["category"], isCategory);
  const sort = choice(params["sort"], isSortOrder) ?? "featured";
  const search = String(params["q"] ?? "").trim();
  const found = listProducts(products, { category, search, sort });
  return (
    <div className="page pt-12">
      <h1 className="font-medium text-[34px] tracking-[-0.025em]">
        {search ? `Goods for “${search}”` : category ? categories[category] : "All goods"}
      </h1>
      {search && <TrackView name="search" props={{ query: search, results: found.length }} />}
      <div className="mt-6 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <CategoryNav chosen={category} sort={sort} search={search} />
        <div className="flex w-full flex-wrap items-center gap-3 sm:w-auto">
          <Form action="/products" role="search" className="w-full md:hidden">
            <SearchField value={search} />
          </Form>
          <SortSelect sort={sort} />
        </div>
      </div>
      <p className="mt-5 text-[14px] text-muted" role="status">
        {found.length === 1 ? "1 piece" : `${found.length} pieces`}
      </p>
      {found.length === 0 ? (
        <p className="mt-10 text-muted">
          Nothing fits.{" "}
          <Link href="/products" className="link">
            Show all goods
          </Link>
        </p>
      ) : (
        <section aria-label="Goods" className="mt-4 grid grid-cols-2 gap-x-5 gap-y-9 lg:grid-cols-4">
          <h2 className="sr-only">Goods</h2>
          {found.map((product) => (
            <ProductTile key={product.id} product={product}>
              <CompareButton productId={product.id} name={product.name} />
            </ProductTile>
          ))}
        </section>
      )}
      <CompareTable />
    </div>
  );
}

type CategoryNavProps = { chosen: Category | undefined; sort: SortOrder; search: string };

function CategoryNav({ chosen, sort, search }: CategoryNavProps) {
  const address = (category?: string) => {
    const params = new URLSearchParams({ ...(category && { category }), ...(search && { q: search }), sort });
    return `/products?${params}`;
  };
  const entries = [[undefined, "Everything"], ...Object.entries(categories)] as const;
  return (
    <nav aria-label="Categories" className="flex flex-wrap gap-1.5">
      {entries.map(([category, name]) => (
        <Link
          key={name}
          href={address(category)}
          scroll={false}
          aria-current={category === chosen ? "page" : undefined}
          className={clsx(
            "flex min-h-10 items-center rounded-full px-4 text-[14px]",
            category === chosen ? "bg-ink text-surface" : "bg-sunken hover:bg-line",
          )}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}

function choice<T extends string>(
  value: string | string[] | undefined,
  accepts: (text: string | undefined) => text is T,
): T | undefined {
  const text = Array.isArray(value) ? value[0] : value;
  return accepts(text) ? text : undefined;
}
