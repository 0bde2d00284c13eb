import { ErrorBoundary } from "@perigee/browser/react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { categories, type Product } from "../../../src/catalogue/product.ts";
import { ProductTile } from "../../../src/catalogue/product-tile.tsx";
import { ProductView } from "../../../src/catalogue/product-view.tsx";
import { findProduct, products } from "../../../src/catalogue/products.ts";
import { TrackView } from "../../../src/telemetry/track-view.tsx";

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const product = findProduct((await params).id);
  return product ? { title: product.name, description: product.line } : { title: "Not found" };
}

export default async function ProductPage({ params }: Params) {
  const product = findProduct((await params).id);
  if (!product) notFound();
  return (
    <div className="page pt-8">
      <nav aria-label="Breadcrumb" className="text-[14px] text-muted">
        <Link href={`/products?category=${product.category}`} className="link">
          {categories[product.category]}
        </Link>
      </nav>
      <TrackView
        name="view_item"
        props={{ product: product.id, category: product.category }}
        value={product.price / 100}
      />
      <ErrorBoundary key={product.id} fallback={<p className="mt-8">This part of the page broke, and was reported.</p>}>
        <ProductView product={product} />
      </ErrorBoundary>
      <section className="pt-20" aria-labelledby="beside">
        <h2 id="beside" className="font-medium text-[20px]">
          Goes well beside it
        </h2>
        <div className="mt-5 grid grid-cols-2 gap-x-5 gap-y-9 lg:grid-cols-4">
          {companions(product).map((other) => (
            <ProductTile key={other.id} product={other} />
          ))}
        </div>
      </section>
    </div>
  );
}

/** The next product of each of the other shelves, and one of the same. */
function companions(product: Product): Product[] {
  const shelves = Object.keys(categories).map((category) => products.filter((other) => other.category === category));
  const place = products.indexOf(product);
  return shelves.flatMap((shelf) => {
    const others = shelf.filter((other) => other !== product);
    return others[place % others.length] ?? [];
  });
}
