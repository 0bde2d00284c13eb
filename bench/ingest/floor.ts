/** The least that an ingest door can do: read the body and hand it to the queue. */
// biome-ignore lint/style/noDefaultExport: workerd looks for the handlers there.
export default {
  async fetch(request: Request, env: { EVENTS_0: { send(body: Uint8Array, options: object): Promise<unknown> } }) {
    await env.EVENTS_0.send(new Uint8Array(await request.arrayBuffer()), { contentType: "bytes" });
    return new Response(null, { status: 202 });
  },
};
