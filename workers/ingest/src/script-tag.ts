import script from "@perigee/browser/script.json";
import { answer } from "./answers.ts";

const day = 86_400;

/** `/s/<version>.js` never changes and can be pinned by `integrity`; `/s/latest.js` follows each release within the hour. */
export const scriptPaths = { pinned: `/s/${script.version}.js`, latest: "/s/latest.js" } as const;

export const servePinnedScript = (): Response => serveScript(`public, max-age=${365 * day}, immutable`);

export const serveLatestScript = (): Response => serveScript("public, max-age=3600");

function serveScript(cacheControl: string): Response {
  return answer(script.code, {
    headers: {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": cacheControl,
      etag: `"${script.integrity}"`,
      // What to write into the script tag's `integrity`, readable by curl -I.
      "x-integrity": script.integrity,
    },
  });
}
