import type { ReactNode } from "react";
import { Mark } from "./mark.tsx";

/** The top bar's line and what stands below it, before the browser takes over, in the places that they will have. */
export function PageSkeleton({ children }: { children: ReactNode }) {
  return (
    <div aria-busy="true">
      <div className="border-line border-b">
        <div className="mx-auto flex h-12 max-w-[1200px] items-center px-4 text-accent max-lg:h-[88px] max-lg:items-start max-lg:pt-2">
          <span className="p-1">
            <Mark size={22} />
          </span>
        </div>
      </div>
      <div className="mx-auto max-w-[1200px] px-4 pt-4">{children}</div>
    </div>
  );
}
