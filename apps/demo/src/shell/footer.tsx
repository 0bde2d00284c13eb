import Link from "next/link";

export const Footer = () => (
  <footer className="mt-24 border-line border-t pb-28">
    <div className="page flex flex-wrap justify-between gap-x-12 gap-y-6 pt-8 text-[14px] text-muted">
      <p className="max-w-[46ch]">
        Small Orbit is a demonstration. Nothing here is sold, no card is charged, and what you type stays in this
        browser.
      </p>
      <ul className="flex flex-wrap gap-x-6 gap-y-2">
        <li>
          <Link href="/products" className="link">
            All goods
          </Link>
        </li>
        <li>
          <a href="/nights" className="link">
            Clear nights
          </a>
        </li>
        <li>
          <Link href="/account" className="link">
            Your account
          </Link>
        </li>
        <li>
          <Link href="/account#measuring" className="link">
            What is measured
          </Link>
        </li>
      </ul>
    </div>
  </footer>
);
