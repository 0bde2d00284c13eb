import { SkeletonRows } from "../ui/rows-state.tsx";

/** The list of services before the browser takes over. */
export const ListSkeleton = () => (
  <>
    <div className="h-8 w-40 rounded bg-sunken" />
    <div className="mt-4 h-8 w-full max-w-96 rounded border border-line bg-surface" />
    <div className="mt-3 rounded border border-line bg-surface px-4">
      <SkeletonRows rows={8} rowClass="h-11" />
    </div>
  </>
);
