/** Queues calls and early errors until the script is there. The SDK's README says more; a test keeps the two equal. */
const inline =
  'perigee=new Proxy([],{get:(q,m)=>q[m]||((...a)=>{q[99]||q.push([m,...a])})});["error","unhandledrejection"].map(t=>addEventListener(t,perigee))';

/** What a site needs to send its first event. `key` is a public key; it may stand in a page's source. */
export function snippets({ ingestUrl, key }: { ingestUrl: string; key: string }): { script: string; npm: string } {
  return {
    script: [
      `<script>${inline}</script>`,
      `<script async src="${ingestUrl}/s/latest.js" data-key="${key}"></script>`,
    ].join("\n"),
    npm: [
      "npm install @perigee/browser",
      "",
      'import { init } from "@perigee/browser";',
      "",
      "init({",
      `  apiKey: "${key}",`,
      `  endpoint: "${ingestUrl}",`,
      "});",
    ].join("\n"),
  };
}
