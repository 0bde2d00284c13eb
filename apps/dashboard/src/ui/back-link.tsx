import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

/** The way to the page above this one. */
export const BackLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link
    href={href}
    prefetch={false}
    className="-mx-1 inline-flex h-8 items-center gap-1.5 rounded px-1 text-13 text-muted hover:text-text"
  >
    <ArrowLeft size={14} aria-hidden="true" />
    {children}
  </Link>
);
