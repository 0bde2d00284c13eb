/** What a site needs to send its first event. `key` is a public key; it may stand in a page's source. */
export function snippets({ ingestUrl, key }: { ingestUrl: string; key: string }): { script: string; npm: string } {
  return {
    script: ["<script", "  defer", `  src="${ingestUrl}/s/latest.js"`, `  data-key="${key}"`, "></script>"].join("\n"),
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
