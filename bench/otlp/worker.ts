import {
  logRows,
  type MadeRows,
  metricRows,
  readLogs,
  readMetrics,
  readSpans,
  spanRows,
} from "../../packages/otlp/src/index.ts";

/** What each kind of request goes through in ingest, up to finished rows. */
const pipelines = {
  logs: (body: Uint8Array, encoding: Encoding) => rowsOf(readLogs(body, encoding), logRows),
  spans: (body: Uint8Array, encoding: Encoding) => rowsOf(readSpans(body, encoding), spanRows),
  points: (body: Uint8Array, encoding: Encoding) => rowsOf(readMetrics(body, encoding), metricRows),
} as const;

type Encoding = "json" | "protobuf";
type Answer<Tree> = { ok: true; value: { tree: Tree } } | { ok: false; failure: { message: string } };

function rowsOf<Tree>(answer: Answer<Tree>, make: (tree: Tree, receipt: { receivedAt: number }) => MadeRows): number {
  if (!answer.ok) throw new Error(answer.failure.message);
  return make(answer.value.tree, { receivedAt: Date.now() }).groups.reduce((sum, { rows }) => sum + rows.length, 0);
}

const decoder = new TextDecoder();
const floor = (body: Uint8Array): number => Object.keys(JSON.parse(decoder.decode(body))).length;

/** Runs one pipeline, or the floor, over the same body `turns` times. Answers the rows of one turn. */
// biome-ignore lint/style/noDefaultExport: workerd looks for the handlers there.
export default {
  async fetch(request: Request) {
    const { searchParams } = new URL(request.url);
    const run = searchParams.get("run") as keyof typeof pipelines | "floor";
    const encoding = searchParams.get("encoding") as Encoding;
    const body = new Uint8Array(await request.arrayBuffer());
    let rows = 0;
    for (let turn = 0; turn < Number(searchParams.get("turns")); turn++) {
      rows = run === "floor" ? floor(body) : pipelines[run](body, encoding);
    }
    return Response.json(rows);
  },
};
