import { Mark } from "../shell/mark.tsx";

/** The page's lines and boxes before the browser takes over, in the places that they will have. */
export function HomeSkeleton() {
  return (
    <div aria-busy="true">
      <div className="border-line border-b">
        <div className="mx-auto flex h-12 max-w-[1200px] items-center px-4 text-accent max-md:h-[88px] max-md:items-start max-md:pt-2">
          <span className="p-1">
            <Mark size={22} />
          </span>
        </div>
      </div>
      <div className="mx-auto max-w-[1200px] px-4 pt-4">
        <div className="h-7 w-64 rounded border border-line bg-surface" />
        <div className="mt-4 h-[424px] rounded border border-line bg-surface max-lg:h-[512px] max-sm:h-[600px]" />
        <div className="mt-4 grid grid-cols-1 gap-4 lg:grid-cols-2">
          {["sources", "pages", "places", "devices"].map((card) => (
            <div key={card} className="h-[339px] max-sm:h-[363px] rounded border border-line bg-surface" />
          ))}
        </div>
      </div>
    </div>
  );
}
