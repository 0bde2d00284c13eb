import type { Page } from "@playwright/test";
import type { Options } from "../../src/index.ts";
import { startApi } from "./api.ts";
import { test as base, expect } from "./fixtures.ts";

type Api = Awaited<ReturnType<typeof startApi>>;
type Echo = { method: string; headers: Record<string, string>; body: string };

declare global {
  interface Window {
    /** Asks by XMLHttpRequest, and gives how it ended and what came. */
    ask: (path: string, set?: (xhr: XMLHttpRequest) => void) => Promise<{ ended: string; text: string }>;
  }
}

const test = base.extend<{ api: Api }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies off this pattern.
  api: async ({}, use) => {
    const api = await startApi();
    await use(api);
    api.stop();
  },
  page: async ({ page }, use) => {
    await page.addInitScript(() => {
      window.ask = (path, set) =>
        new Promise((resolve) => {
          const xhr = new XMLHttpRequest();
          xhr.open("GET", path);
          set?.(xhr);
          for (const type of ["load", "error", "abort", "timeout"])
            xhr.addEventListener(type, ({ type: ended }) => resolve({ ended, text: xhr.responseText }));
          xhr.send();
        });
    });
    await use(page);
  },
});

const theirs = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const spanOf = (traceparent: string | undefined) => {
  const [, traceId, spanId] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/.exec(traceparent ?? "") ?? [];
  return { traceId, spanId };
};

/** Starts a client of only this part, with what the others would have put into its context. */
const startAlone = (page: Page, endpoint: string, given: { traceId?: string; options?: Partial<Options> }) =>
  page.evaluate(
    async ([address, { traceId, options }]) => {
      const { createFullClient, requests }: typeof import("../../src/index.ts") = await import(
        "/sdk/index.js" as string
      );
      window.client = createFullClient({ apiKey: "pk_test", endpoint: address, flushInterval: 100, ...options }, [
        (_, context) => {
          context.traceAt = () => traceId;
          return () => {};
        },
        requests,
      ]);
    },
    [endpoint, given] as const,
  );

test("tells a fetch, and sends the trace that it tells to the page's own origin", async ({
  open,
  page,
  site,
  sink,
}) => {
  await open("/");
  const before = Date.now();
  const echo: Echo = await page.evaluate(async () => {
    const response = await fetch("/api/echo?token=secret#part", { method: "post", body: "text" });
    return response.json();
  });
  expect(echo).toMatchObject({ method: "POST", body: "text" });
  await expect.poll(() => sink.ofKind("request")).toHaveLength(1);
  const [request] = sink.ofKind("request");
  const span = spanOf(echo.headers["traceparent"]);
  expect(span.traceId).toBeDefined();
  expect(request).toMatchObject({ method: "POST", target: `${site}/api/echo`, status: 200, url: `${site}/`, ...span });
  expect(request?.time).toBeGreaterThanOrEqual(before - 5);
  expect(request?.time).toBeLessThanOrEqual(Date.now());
});

test("tells an XMLHttpRequest, and sends its trace too", async ({ open, page, site, sink }) => {
  await open("/");
  const { text } = await page.evaluate(() =>
    window.ask("/api/echo?token=secret", (xhr) => xhr.setRequestHeader("x-own", "1")),
  );
  const echo: Echo = JSON.parse(text);
  expect(echo.headers["x-own"]).toBe("1");
  await expect.poll(() => sink.ofKind("request")).toHaveLength(1);
  expect(sink.ofKind("request")[0]).toMatchObject({
    method: "GET",
    target: `${site}/api/echo`,
    status: 200,
    ...spanOf(echo.headers["traceparent"]),
  });
});

test("leaves every way to ask as it is", async ({ open, page, sink, site }) => {
  await open("/");
  const echoes: Echo[] = await page.evaluate(async (origin) => {
    const read = async (answer: Promise<Response>) => (await answer).json();
    const stream = () => new Blob(["streamed"]).stream();
    const request = new Request("/api/echo", { method: "PUT", body: "of the request", headers: { "x-own": "4" } });
    const init = Object.freeze({ method: "POST", body: "frozen", headers: Object.freeze({ "X-Own": "5" }) });
    const referring = new Request("/api/echo", { referrer: `${origin}/from`, headers: { "x-own": "6" } });
    class Init {
      get method() {
        return "POST";
      }
      get headers() {
        return { "x-own": "7" };
      }
    }
    const { fetch: bare } = window;
    return [
      await read(fetch("/api/echo", { headers: new Headers({ "x-own": "1" }) })),
      await read(fetch(new URL("/api/echo", location.href), { headers: [["x-own", "2"]] })),
      await read(
        fetch("/api/echo", { headers: { "x-own": "3" }, keepalive: true, signal: new AbortController().signal }),
      ),
      await read(fetch(request)),
      await read(fetch("/api/echo", init)),
      await read(fetch(referring)),
      await read(fetch("/api/echo", new Init())),
      await read(fetch(new Request("/api/echo", { method: "POST", body: "x" }), { headers: { "x-own": "8" } })),
      await read(fetch("/api/echo", new Request("/api/other", { method: "DELETE", headers: { "x-own": "9" } }))),
      await read(bare("/api/echo", { headers: new Map([["x-own", "10"]]).entries() as unknown as [string, string][] })),
      await read(
        fetch(new Request("/api/echo", { method: "POST", body: stream(), duplex: "half" } as RequestInit)).catch(
          () => new Response('{"headers":{},"body":"streams need HTTP/2"}'),
        ),
      ),
      request.bodyUsed && !request.headers.has("traceparent") && { headers: {}, body: "untouched" },
    ];
  }, site);
  expect(echoes.map(({ headers }) => headers["x-own"])).toEqual([
    ...["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"],
    undefined,
    undefined,
  ]);
  expect(echoes.map(({ method }) => method).slice(0, 10)).toEqual([
    ...["GET", "GET", "GET", "PUT", "POST", "GET", "POST", "POST", "DELETE", "GET"],
  ]);
  expect([3, 4, 7, 10, 11].map((index) => echoes[index]?.body)).toEqual([
    "of the request",
    "frozen",
    "x",
    "streams need HTTP/2",
    "untouched",
  ]);
  expect(echoes[5]?.headers["referer"]).toBe(`${site}/from`);
  // What would lose fields by being copied goes without a trace.
  const traced = echoes.map(({ headers }) => headers["traceparent"] !== undefined);
  expect(traced.slice(0, 10)).toEqual([true, true, true, true, true, true, false, true, false, true]);
  await expect.poll(() => sink.ofKind("request")).toHaveLength(11);
  expect(sink.ofKind("request").map(({ method }) => method)).toEqual([
    ...["GET", "GET", "GET", "PUT", "POST", "GET", "POST", "POST", "DELETE", "GET", "POST"],
  ]);
});

test("sends no trace to other origins, and so causes no preflight", async ({ open, page, sink, api }) => {
  await open("/", { traceOrigins: ["https://api.example.com", `${api.url}/`] });
  await page.evaluate(async (url) => {
    await fetch(`${url}/api/echo`);
    await fetch(`${url}/api/echo`, { mode: "no-cors" });
    await window.ask(`${url}/api/echo`);
  }, api.url);
  await expect.poll(() => sink.ofKind("request")).toHaveLength(3);
  expect(api.seen).toEqual(Array(3).fill({ method: "GET", traceparent: undefined }));
  expect(sink.ofKind("request").map(({ status, spanId }) => [status, spanId])).toEqual([
    [200, undefined],
    [0, undefined],
    [200, undefined],
  ]);
});

test("sends the trace to the origins that were named", async ({ page, site, sink, api }) => {
  api.allow("traceparent");
  await page.addInitScript(() => {
    window.sdkOptions = { traceOrigins: ["https://api.example.com", /^http:\/\/127\.0\.0\.1:\d+$/g] };
  });
  await page.goto(site);
  await page.evaluate(async (url) => {
    await fetch(`${url}/api/echo`);
    await window.ask(`${url}/api/echo`);
    await fetch(`${url}/api/echo`, { mode: "no-cors" });
  }, api.url);
  await expect.poll(() => sink.ofKind("request")).toHaveLength(3);
  const sent = api.seen.filter(({ method }) => method === "GET").map(({ traceparent }) => traceparent);
  const told = sink.ofKind("request").map(({ spanId }) => spanId);
  expect(told.slice(0, 2)).toEqual(sent.slice(0, 2).map((header) => spanOf(header).spanId));
  expect(sent.map((header) => header !== undefined)).toEqual([true, true, false]);
});

test("sends no trace to an origin whose name only holds one that was named", async ({ open, page, sink, api }) => {
  await open("/", { traceOrigins: [api.url.slice(0, -1)] });
  await page.evaluate((url) => fetch(`${url}/api/echo`), api.url);
  await expect.poll(() => sink.ofKind("request")).toHaveLength(1);
  expect(api.seen).toEqual([{ method: "GET", traceparent: undefined }]);
});

test("takes over the trace that is already there", async ({ open, page, sink }) => {
  await open("/");
  const headers = await page.evaluate(async (traceparent) => {
    const ask = async (input: string | Request, init?: RequestInit) => {
      const { headers: sent }: Echo = await (await fetch(input, init)).json();
      return sent["traceparent"];
    };
    const { text } = await window.ask("/api/echo", (xhr) => xhr.setRequestHeader("TraceParent", traceparent));
    return [
      await ask("/api/echo", { headers: { Traceparent: traceparent } }),
      await ask(new Request("/api/echo", { headers: { traceparent } })),
      (JSON.parse(text) as Echo).headers["traceparent"],
      await ask("/api/echo", { headers: { traceparent: "malformed" } }),
    ];
  }, theirs);
  expect(headers).toEqual([theirs, theirs, theirs, "malformed"]);
  await expect.poll(() => sink.ofKind("request")).toHaveLength(4);
  const spans = sink.ofKind("request").map(({ traceId, spanId }) => ({ traceId, spanId }));
  expect(spans).toEqual([...Array(3).fill(spanOf(theirs)), { traceId: undefined, spanId: undefined }]);
});

test("goes on with the trace of the interaction under way", async ({ page, site, sink, api }) => {
  await page.goto(`${site}/leave.html`);
  await startAlone(page, sink.url, { traceId: "ab".repeat(16) });
  const { headers }: Echo = await page.evaluate(async () => (await fetch("/api/echo")).json());
  expect(spanOf(headers["traceparent"]).traceId).toBe("ab".repeat(16));
  await page.evaluate((url) => fetch(url), `${api.url}/api/echo`);
  await expect.poll(() => sink.ofKind("request").map(({ traceId }) => traceId)).toEqual(Array(2).fill("ab".repeat(16)));
  expect(sink.ofKind("request")[1]).not.toHaveProperty("spanId");
});

test("sends no trace where the session is not kept", async ({ open, page }) => {
  await open("/", { sampleRate: 0 });
  const echoes = await page.evaluate(async () => {
    const fetched: Echo = await (await fetch("/api/echo")).json();
    const asked: Echo = JSON.parse((await window.ask("/api/echo")).text);
    return [fetched.headers["traceparent"], asked.headers["traceparent"]];
  });
  expect(echoes).toEqual([undefined, undefined]);
});

test("tells failures by their status, 0 where there is no answer", async ({ open, page, sink, api }) => {
  api.stop();
  await open("/");
  const ended = await page.evaluate(async (gone) => {
    const name = (error: unknown) => (error instanceof Error ? error.name : String(error));
    const aborting = (reason?: unknown) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason));
      return fetch("/hang", { signal: controller.signal }).catch(name);
    };
    const fetched = [
      (await fetch("/api/500")).status,
      await fetch(gone).catch(name),
      await aborting(),
      await aborting("enough"),
      await fetch("/hang", { signal: AbortSignal.timeout(10) }).catch(name),
    ];
    const asked = [
      (await window.ask("/api/404")).ended,
      (await window.ask(gone)).ended,
      (await window.ask("/hang", (xhr) => setTimeout(() => xhr.abort()))).ended,
      (
        await window.ask("/hang", (xhr) => {
          xhr.timeout = 10;
        })
      ).ended,
    ];
    return [...fetched, ...asked];
  }, `${api.url}/api/echo`);
  expect(ended).toEqual([
    500,
    "TypeError",
    "AbortError",
    "enough",
    "TimeoutError",
    "load",
    "error",
    "abort",
    "timeout",
  ]);
  await expect.poll(() => sink.ofKind("request")).toHaveLength(9);
  expect(sink.ofKind("request").map(({ status }) => status)).toEqual([500, 0, 0, 0, 0, 404, 0, 0, 0]);
});

test("leaves the page its own rejections, and adds none", async ({ open, page, sink, api }) => {
  api.stop();
  await page.addInitScript(() =>
    addEventListener("unhandledrejection", ({ reason }) => {
      document.title += ` ${reason.name}`;
    }),
  );
  await open("/");
  await page.evaluate(async (gone) => {
    document.title = "Rejected:";
    await fetch(gone).catch(() => {});
    void fetch(gone);
  }, `${api.url}/api/echo`);
  await expect.poll(() => sink.ofKind("request")).toHaveLength(2);
  await expect.poll(() => page.title()).toBe("Rejected: TypeError");
});

test("tells each turn of an object that is used again", async ({ open, page, sink }) => {
  await open("/");
  await page.evaluate(async () => {
    const xhr = new XMLHttpRequest();
    const turns = ["/api/201", "/api/202", "/api/203"];
    await new Promise<void>((resolve) => {
      xhr.onload = () => {
        const next = turns.shift();
        if (!next) return resolve();
        xhr.open("GET", next);
        xhr.send();
      };
      // Given up by being opened again.
      xhr.open("GET", "/hang");
      xhr.send();
      xhr.open("POST", "/api/200");
      xhr.send();
    });
    // Opened, but never sent.
    xhr.open("GET", "/api/echo");
  });
  await expect.poll(() => sink.ofKind("request")).toHaveLength(4);
  expect(sink.ofKind("request").map(({ method, status }) => `${method} ${status}`)).toEqual([
    ...["POST 200", "GET 201", "GET 202", "GET 203"],
  ]);
});

test("tells requests of subclasses and those that block the page", async ({ open, page, sink }) => {
  await open("/");
  const traceparent = await page.evaluate(() => {
    class Subclass extends XMLHttpRequest {
      override send() {
        super.send();
      }
    }
    const xhr = new Subclass();
    xhr.open("GET", "/api/echo", false);
    xhr.send();
    return (JSON.parse(xhr.responseText) as Echo).headers["traceparent"];
  });
  await expect.poll(() => sink.ofKind("request")).toHaveLength(1);
  expect(sink.ofKind("request")[0]).toMatchObject({ status: 200, ...spanOf(traceparent) });
});

test("follows a redirect, and hands out the answer that the browser gave", async ({ open, page, site, sink }) => {
  await open("/");
  const answer = await page.evaluate(async () => {
    const { redirected, url, bodyUsed, type } = await fetch("/api/redirect");
    return { redirected, url, bodyUsed, type };
  });
  expect(answer).toEqual({ redirected: true, url: `${site}/api/echo`, bodyUsed: false, type: "basic" });
  await expect.poll(() => sink.ofKind("request").map(({ target }) => target)).toEqual([`${site}/api/redirect`]);
});

test("counts a request for the page that began it", async ({ open, page, sink }) => {
  await open("/a");
  await page.evaluate(async () => {
    const answer = fetch("/api/200?ms=300");
    history.pushState({}, "", "/b");
    await answer;
  });
  await expect.poll(() => sink.ofKind("request").map(({ url }) => new URL(url).pathname)).toEqual(["/a"]);
});

test("tells at most a hundred a view, and traces the others all the same", async ({ open, page, sink }) => {
  await open("/", { batchSize: 100 });
  const last = await page.evaluate(async () => {
    for (let turn = 0; turn < 11; turn++) await Promise.all(Array.from({ length: 10 }, () => fetch("/api/200")));
    const echo: Echo = await (await fetch("/api/echo")).json();
    history.pushState({}, "", "/next");
    await fetch("/api/201");
    return echo.headers["traceparent"];
  });
  expect(spanOf(last).traceId).toBeDefined();
  await expect.poll(() => sink.ofKind("request").some(({ status }) => status === 201)).toBe(true);
  expect(sink.ofKind("request")).toHaveLength(101);
});

test("leaves out what is no request of the page over HTTP", async ({ open, page, sink }) => {
  await open("/");
  await page.evaluate(async () => {
    await fetch("data:text/plain,x");
    await fetch(URL.createObjectURL(new Blob(["x"])));
    await window.ask("data:text/plain,x");
    // Leaves a batch before the last request, which would be told, too.
    window.client.track("asked");
    window.client.flush();
    await fetch("/api/200");
  });
  await expect.poll(() => sink.ofKind("request").map(({ target }) => new URL(target).pathname)).toEqual(["/api/200"]);
});

test("stays out of the way of hostile pages", async ({ page, site, sink }) => {
  const thrown: string[] = [];
  page.on("pageerror", ({ message }) => thrown.push(message));
  await page.addInitScript(() => {
    const native = window.fetch;
    Object.freeze(XMLHttpRequest.prototype);
    // Whoever patched before us throws, or gives what is no promise.
    window.fetch = ((input: RequestInfo, init?: RequestInit) => {
      if (input === "/throw") throw new RangeError("patched before");
      if (input === "/nothing") return undefined;
      if (input === "/thing") return 1;
      if (input === "/mock") return Promise.resolve({ ok: true });
      // Knows headers only as a plain object.
      if (!`${input}`.startsWith("/api/")) return native(input, init);
      return native(input, { ...init, headers: { ...init?.headers, "x-before": "1" } });
    }) as typeof fetch;
  });
  await page.goto(site);
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  const outcomes = await page.evaluate(async () => {
    const attempt = async (act: () => unknown) => {
      try {
        return await act();
      } catch (error) {
        return (error as Error).message;
      }
    };
    const getters = {
      get method(): string {
        throw new RangeError("getter");
      },
    };
    const used = new Request("/api/echo", { method: "POST", body: "x" });
    await used.text();
    const ours = window.fetch;
    const outcome = [
      await attempt(() => fetch("/throw")),
      fetch("/nothing") as unknown,
      fetch("/thing") as unknown,
      JSON.stringify(await fetch("/mock")),
      await attempt(() => fetch("/api/echo", getters)),
      await attempt(async () => ((await fetch(used)) as Response).status),
      await attempt(() => fetch("http://")),
      await attempt(() => (fetch as () => Promise<Response>)()),
      await attempt(() =>
        Reflect.apply(fetch, { not: "a window" }, ["/api/200"]).then(({ status }: Response) => status),
      ),
    ];
    // Whoever patches after us throws as well.
    window.fetch = (() => {
      throw new RangeError("patched after");
    }) as typeof fetch;
    const after = await attempt(() => fetch("/api/echo"));
    window.fetch = ours;
    const headers = { "X-Own": "1" };
    const echo: Echo = await (await fetch("/api/echo", { headers })).json();
    const { ended } = await window.ask("/api/200");
    return { outcome, after, own: [echo.headers["x-own"], echo.headers["x-before"]], headers, ended };
  });
  expect(outcomes).toMatchObject({
    after: "patched after",
    own: ["1", "1"],
    headers: { "X-Own": "1" },
    ended: "load",
  });
  expect(outcomes.outcome.slice(0, 5)).toEqual(["patched before", undefined, 1, '{"ok":true}', "getter"]);
  expect(outcomes.outcome[5]).toMatch(/already been used/);
  expect(outcomes.outcome[6]).toMatch(/URL/);
  expect(outcomes.outcome[8]).toBe(200);
  await page.evaluate(() => window.client.track("after"));
  await expect.poll(() => sink.names()).toEqual(["after"]);
  expect(thrown).toEqual([]);
});

test("takes its patches off the page, but not from under others", async ({ page, site, sink }) => {
  await page.addInitScript(() => {
    const { open, send, setRequestHeader } = XMLHttpRequest.prototype;
    Object.assign(window, { natives: [window.fetch, open, send, setRequestHeader] });
  });
  await page.goto(site);
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  const stopped = await page.evaluate(async (endpoint) => {
    const { natives } = window as unknown as { natives: unknown[] };
    const same = () => {
      const { open, send, setRequestHeader } = XMLHttpRequest.prototype;
      return [window.fetch, open, send, setRequestHeader].map((method, index) => method === natives[index]);
    };
    const running = same();
    window.client.stop();
    const after = same();
    const { init }: typeof import("../../src/index.ts") = await import("/sdk/index.js" as string);
    const second = init({ apiKey: "pk_test", endpoint });
    const ours = window.fetch;
    const theirPatch: typeof fetch = (...args) => ours(...args);
    window.fetch = theirPatch;
    second.stop();
    const echo: Echo = await (await fetch("/api/echo")).json();
    return { running, after, theirs: window.fetch === theirPatch, traceparent: echo.headers["traceparent"] };
  }, sink.url);
  expect(stopped).toEqual({ running: Array(4).fill(false), after: Array(4).fill(true), theirs: true });
  await page.goto("about:blank");
  expect(sink.ofKind("request")).toEqual([]);
});
