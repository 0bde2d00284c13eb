"use client";

import Form from "next/form";
import Link from "next/link";
import { storedProfile } from "../account/profile.ts";
import { countItems } from "../cart/cart.ts";
import { storedCart } from "../cart/stored-cart.ts";
import { useStored } from "../stored.ts";

export function Header() {
  const { name } = useStored(storedProfile);
  const count = countItems(useStored(storedCart));
  return (
    <header className="border-line border-b bg-bg">
      <a
        href="#content"
        className="-translate-y-full absolute top-0 left-5 z-50 bg-surface px-4 py-2 focus:translate-y-2"
      >
        Skip to the content
      </a>
      <div className="page flex flex-wrap items-center gap-x-6 gap-y-3 py-4">
        <Link href="/" className="flex items-center gap-2.5 font-semibold text-[17px] tracking-[-0.02em]">
          <ShopMark />
          Small Orbit
        </Link>
        <nav
          aria-label="Shop"
          className="order-last flex w-full gap-x-5 overflow-x-auto text-[14px] sm:order-none sm:w-auto"
        >
          <NavLink href="/products">All goods</NavLink>
          <NavLink href="/products?category=telescopes">Telescopes</NavLink>
          {/* Opened as a new document, so that the browser measures a whole page load there. */}
          <a href="/nights" className="whitespace-nowrap text-muted hover:text-ink">
            Clear nights
          </a>
        </nav>
        <Form action="/products" role="search" className="ml-auto hidden md:block">
          <SearchField />
        </Form>
        <nav aria-label="Yours" className="ml-auto flex gap-5 text-[14px] md:ml-0">
          <NavLink href="/account">{name || "Account"}</NavLink>
          <Link href="/cart" className="whitespace-nowrap font-medium">
            Cart <span className="tabular-nums">({count})</span>
          </Link>
        </nav>
      </div>
    </header>
  );
}

export const SearchField = ({ value = "" }: { value?: string }) => (
  <input
    type="search"
    name="q"
    key={value}
    defaultValue={value}
    aria-label="Search the shop"
    placeholder="Search"
    className="h-9 w-full rounded-full border border-field-line bg-surface px-4 text-[14px] placeholder:text-muted md:w-44"
  />
);

const NavLink = ({ href, children }: { href: string; children: string }) => (
  <Link href={href} className="whitespace-nowrap text-muted hover:text-ink">
    {children}
  </Link>
);

const ShopMark = () => (
  <svg viewBox="0 0 24 24" className="size-6" fill="none" stroke="currentColor" strokeWidth="1.4" aria-hidden="true">
    <circle cx="12" cy="12" r="10.2" />
    <circle cx="12" cy="12" r="2.6" fill="currentColor" stroke="none" />
    <circle cx="19.2" cy="4.8" r="2.4" fill="var(--brass)" stroke="var(--bg)" />
  </svg>
);
