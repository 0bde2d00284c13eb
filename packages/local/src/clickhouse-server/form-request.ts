import type { IncomingMessage } from "node:http";
import { ClickHouseException } from "./exception.ts";
import type { RequestOptions } from "./request-options.ts";

const maxFormBytes = 64 << 20;

/** Clients whose parameters are too long for an address send them, and the statement, as a form (multipart/form-data). */
export const isForm = ({ headers }: IncomingMessage): boolean =>
  /^multipart\/form-data\b/i.test(headers["content-type"] ?? "");

/** Reads a form's statement and parameters into the options. */
export async function readForm(request: IncomingMessage, options: RequestOptions): Promise<RequestOptions> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxFormBytes)
      throw new ClickHouseException("QUERY_IS_TOO_LARGE", `The form is larger than ${maxFormBytes} bytes`);
    chunks.push(chunk);
  }
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  const form = await new Response(Buffer.concat(chunks), { headers }).formData();
  const parameters = new Map(options.parameters);
  let query = options.query;
  for (const [name, value] of form) {
    if (typeof value !== "string") {
      throw new ClickHouseException(
        "NOT_IMPLEMENTED",
        `External data (${name}) is not supported: insert it into a table first`,
      );
    }
    if (name === "query") query += value;
    else if (name.startsWith("param_")) parameters.set(name.slice("param_".length), value);
  }
  return { ...options, query, parameters };
}
