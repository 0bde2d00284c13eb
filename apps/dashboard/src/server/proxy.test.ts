import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { forward, targetUrl } from "./proxy.ts";

let server: Server | undefined;

afterEach(() => server?.close());

/** A real API on a free port; gives its address. */
async function startApi(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  server = createServer(answer);
  await new Promise<void>((listening) => server?.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ask = (path: string, init?: RequestInit) => new Request(`http://dashboard.test${path}`, init);

describe("forward", () => {
  it("passes method, path, query, body, cookie and origin on, and nothing of the connection", async () => {
    const seen: {
      method?: string | undefined;
      url?: string | undefined;
      body?: string;
      headers?: NodeJS.Dict<string | string[]>;
    } = {};
    const api = await startApi((request, response) => {
      Object.assign(seen, { method: request.method, url: request.url, headers: request.headers });
      request.setEncoding("utf8").on("data", (text: string) => {
        seen.body = `${seen.body ?? ""}${text}`;
      });
      request.on("end", () => response.end("{}"));
    });
    const headers = { cookie: "a=1", origin: "http://dashboard.test", "proxy-authorization": "x", te: "trailers" };
    await forward(ask("/api/v1/projects?a=%2F&a=2", { method: "POST", body: '{"name":"ü"}', headers }), api);
    expect(seen).toMatchObject({ method: "POST", url: "/v1/projects?a=%2F&a=2", body: '{"name":"ü"}' });
    expect(seen.headers).toMatchObject({ cookie: "a=1", origin: "http://dashboard.test", host: new URL(api).host });
    expect(seen.headers).not.toHaveProperty("proxy-authorization");
    expect(seen.headers).not.toHaveProperty("te");
  });

  it("gives every cookie, status and redirect back as they came, and a body that was compressed in the clear", async () => {
    const api = await startApi((_request, response) => {
      response.writeHead(302, {
        location: "/elsewhere",
        "set-cookie": ["a=1; HttpOnly", "b=2"],
        "content-encoding": "gzip",
        "keep-alive": "timeout=5",
      });
      response.end(gzipSync("hello"));
    });
    const answer = await forward(ask("/api/x"), api);
    expect(answer.status).toBe(302);
    expect(answer.headers.get("location")).toBe("/elsewhere");
    expect(answer.headers.getSetCookie()).toEqual(["a=1; HttpOnly", "b=2"]);
    expect(answer.headers.has("content-encoding")).toBe(false);
    expect(answer.headers.has("keep-alive")).toBe(false);
    expect(await answer.text()).toBe("hello");
  });

  it("hands on the first bytes before the last ones are there", async () => {
    let finish = () => {};
    const api = await startApi((_request, response) => {
      response.write("first");
      finish = () => response.end("last");
    });
    const reader = (await forward(ask("/api/x"), api)).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("first");
    finish();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("last");
  });

  it("hangs up at the API when the browser does", async () => {
    const hungUp = vi.fn();
    const asked = vi.fn();
    const api = await startApi((request) => {
      asked();
      request.socket.on("close", hungUp);
    });
    const leaving = new AbortController();
    const answer = forward(ask("/api/x", { signal: leaving.signal }), api);
    await vi.waitFor(() => expect(asked).toHaveBeenCalled());
    leaving.abort();
    await vi.waitFor(() => expect(hungUp).toHaveBeenCalled());
    await answer;
  });

  it("answers 502 in the shape of every failure when the API is away", async () => {
    const api = await startApi(() => {});
    await new Promise((closed) => server?.close(closed));
    const answer = await forward(ask("/api/x"), api);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toEqual({
      error: { type: "internal", message: expect.stringContaining("PERIGEE_API_URL") },
    });
  });
});

describe("targetUrl", () => {
  it.each([
    ["/api/v1/x?y=1", "http://api.test/v1/x?y=1"],
    ["/api//evil.test/x", "http://api.test//evil.test/x"],
    ["/api/a%2Fb", "http://api.test/a%2Fb"],
    ["/api/../x", "http://api.test/x"],
    ["/api/api/x", "http://api.test/api/x"],
  ])("of %s is %s", (path, target) => {
    expect(targetUrl(`http://dashboard.test${path}`, "http://api.test")).toBe(target);
    expect(new URL(target).host).toBe("api.test");
  });
});
