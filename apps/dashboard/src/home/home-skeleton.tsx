import { PageSkeleton } from "../shell/page-skeleton.tsx";

/** The home page's lines and boxes before the browser takes over. */
export function HomeSkeleton() {
  return (
    <PageSkeleton>
      <div className="h-7 w-64 rounded border border-line bg-surface" />
      <div className="mt-4 h-[424px] rounded border border-line bg-surface max-lg:h-[512px] max-sm:h-[600px]" />
      <div className="mt-4 grid grid-cols-1 gap-4 lg:grid-cols-2">
        {["sources", "pages", "places", "devices"].map((card) => (
          <div key={card} className="h-[339px] max-sm:h-[363px] rounded border border-line bg-surface" />
        ))}
      </div>
    </PageSkeleton>
  );
}
