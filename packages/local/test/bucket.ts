import { convertV4MiniflareOptions, Miniflare } from "miniflare";

/** A Miniflare with nothing but an R2 bucket called ARCHIVE, in memory. */
export const emptyBucket = (): Miniflare =>
  new Miniflare(
    convertV4MiniflareOptions({
      telemetry: { enabled: false },
      modules: true,
      script: "export default {}",
      r2Buckets: ["ARCHIVE"],
    }),
  );
