import { gunzipSync } from "node:zlib";

const decoder = new TextDecoder();

/** The least that a door for OTLP can do: undo the compression, parse what is JSON, and hand the body to the queue as it came. */
// biome-ignore lint/style/noDefaultExport: workerd looks for the handlers there.
export default {
  async fetch(request: Request, env: { EVENTS_0: { send(body: Uint8Array, options: object): Promise<unknown> } }) {
    const body = new Uint8Array(await request.arrayBuffer());
    const plain = gunzipSync(body);
    const isJson = request.headers.get("content-type") === "application/json";
    const parts = isJson ? Object.keys(JSON.parse(decoder.decode(plain))).length : plain.length;
    if (parts > 0) await env.EVENTS_0.send(body, { contentType: "bytes" });
    return new Response(null, { status: 200 });
  },
};
