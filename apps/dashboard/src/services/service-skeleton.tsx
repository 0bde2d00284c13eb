/** One service's page before the browser takes over. */
export const ServiceSkeleton = () => (
  <>
    <div className="h-8 w-24 rounded bg-sunken" />
    <div className="mt-2 h-7 w-56 rounded bg-sunken" />
    <div className="mt-4 h-31 border-line border-y" />
    <div className="mt-4 h-[368px] rounded border border-line bg-surface max-lg:h-[1000px]" />
  </>
);
