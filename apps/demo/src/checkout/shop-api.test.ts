import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { sendToShopApi } from "./shop-api.ts";

const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

const request = (payment: string) =>
  new Request("http://shop.example/api/orders", {
    method: "POST",
    headers: { traceparent, cookie: "a=b" },
    body: JSON.stringify({ payment }),
  });

it("hands the order and its trace to the back end, nothing else, and gives its answer back", async () => {
  const seen: unknown[] = [];
  const server = createServer(async (incoming, response) => {
    let body = "";
    for await (const chunk of incoming) body += chunk;
    seen.push([incoming.url, incoming.headers["traceparent"], incoming.headers["cookie"], body]);
    response.writeHead(402).end('{"error":"no"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const answer = await sendToShopApi(request("card"), `http://127.0.0.1:${port}`);
  expect([answer.status, await answer.json()]).toEqual([402, { error: "no" }]);
  expect(seen).toEqual([["/orders", traceparent, undefined, '{"payment":"card"}']]);
});

it.each([
  ["card", undefined, 201],
  ["declined", undefined, 402],
  ["card", "http://127.0.0.1:9", 503],
])("answers a payment by %s, with the back end at %s, by %i", async (payment, address, status) =>
  expect((await sendToShopApi(request(payment), address)).status).toBe(status),
);
