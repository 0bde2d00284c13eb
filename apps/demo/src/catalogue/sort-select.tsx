"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { type SortOrder, sortOrders } from "./list-products.ts";

export function SortSelect({ sort }: { sort: SortOrder }) {
  const router = useRouter();
  const params = useSearchParams();
  const choose = (next: string) => {
    const changed = new URLSearchParams(params);
    changed.set("sort", next);
    router.push(`/products?${changed}`, { scroll: false });
  };
  return (
    <label className="flex items-center gap-2.5 text-[14px] text-muted">
      Sort
      <select value={sort} onChange={(event) => choose(event.target.value)} className="field min-h-10 w-auto">
        {Object.entries(sortOrders).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
