import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export async function listen(server: Server) {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A small site of two pages with the SDK's text in the head of each. */
export function startSite(code: string, sinkUrl: string) {
  const respond: [RegExp, string, () => string][] = [
    [/^\/sdk\.js$/, "text/javascript", () => code],
    [/^\/app\.css$/, "text/css", () => "body{font:16px sans-serif}li{line-height:1.4}"],
    [/^\/hero\.svg$/, "image/svg+xml", () => hero],
    [/^\/two$/, "text/html", () => page({ title: "Page two", other: "/", sinkUrl })],
    [/^\/[^.]*$/, "text/html", () => page({ title: "Page one", other: "/two", sinkUrl })],
  ];
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    if (path === "/api/fail") {
      response.writeHead(500).end("{}");
      return;
    }
    if (path.startsWith("/api/")) {
      response.setHeader("content-type", "application/json");
      const { traceparent } = request.headers;
      // As long as a quick API takes.
      setTimeout(() => response.end(JSON.stringify({ traceparent })), 30);
      return;
    }
    const found = respond.find(([pattern]) => pattern.test(path));
    response.setHeader("content-type", found?.[1] ?? "text/plain");
    if (path === "/sdk.js") response.setHeader("cache-control", "no-store");
    response.writeHead(found ? 200 : 404).end(found?.[2]() ?? "");
  });
  return listen(server);
}

const hero = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300"><rect width="600" height="300" fill="#48a"/></svg>`;

/** The SDK is fetched beforehand and put in as an inline script, so that `__initMs` is parsing, compiling and running it, and no network. */
const page = ({ title, other, sinkUrl }: { title: string; other: string; sinkUrl: string }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<script>
  window.__SINK = "${sinkUrl}";
  {
    const request = new XMLHttpRequest();
    request.open("GET", "/sdk.js", false);
    request.send();
    const script = document.createElement("script");
    script.textContent = request.responseText;
    const start = performance.now();
    document.head.append(script);
    window.__initMs = performance.now() - start;
  }
</script>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/app.css">
</head>
<body>
<h1>${title}</h1>
<img src="/hero.svg" width="600" height="300" alt="hero">
<ul id="list"></ul>
<button id="plain">Plain</button><button id="slow">Slow</button><button id="soft">Soft</button>
<button id="throw">Throw</button><button id="reject">Reject</button><button id="fetch">Fetch</button>
<input id="input" aria-label="input"><a id="go" href="${other}">Other page</a>
<script>
  const $ = (id) => document.getElementById(id);
  let n = 0;
  for (let row = 0; row < 200; row++) {
    const item = document.createElement("li");
    item.textContent = "Row " + row;
    $("list").append(item);
  }
  $("plain").onclick = () => { $("plain").textContent = "Plain " + ++n; };
  $("slow").onclick = () => {
    const end = performance.now() + 200;
    while (performance.now() < end);
    $("slow").textContent = "done";
  };
  $("soft").onclick = () => {
    history.pushState({}, "", "/soft/" + ++n);
    document.title = document.querySelector("h1").textContent = "Soft " + n;
  };
  $("throw").onclick = () => { throw new TypeError("boom-thrown"); };
  $("reject").onclick = () => { Promise.reject(new RangeError("boom-rejected")); };
  $("fetch").onclick = () =>
    fetch("/api/items?n=" + ++n).then((response) => response.json()).then(() => { $("fetch").textContent = "got"; });
  setTimeout(() => {
    const banner = document.createElement("div");
    banner.style.height = "80px";
    banner.textContent = "late banner";
    document.body.prepend(banner);
  }, 700);
</script>
</body>
</html>`;
