/** Answers of OTLP/HTTP, read as a client reads them: in the encoding that their content type names. */

type Fields = Record<number, number | Uint8Array>;

/** `google.rpc.Status`. */
export async function statusOf(response: Response): Promise<{ code: number; message: string }> {
  if (isJson(response)) return response.json();
  const fields = await protobufOf(response);
  return { code: numberIn(fields, 1), message: textIn(fields, 2) };
}

/** `partial_success` of an `Export…ServiceResponse`, whatever the signal; undefined where all is well. */
export async function partialSuccessOf(response: Response): Promise<{ rejected: number; message: string } | undefined> {
  if (isJson(response)) {
    const { partialSuccess } = await response.json<{ partialSuccess?: Record<string, string> }>();
    if (!partialSuccess) return undefined;
    const { errorMessage = "", ...rejected } = partialSuccess;
    return { rejected: Number(Object.values(rejected)[0]), message: errorMessage };
  }
  const { 1: partial } = await protobufOf(response);
  if (!(partial instanceof Uint8Array)) return undefined;
  const fields = readFields(partial);
  return { rejected: numberIn(fields, 1), message: textIn(fields, 2) };
}

function isJson({ headers }: Response): boolean {
  const type = headers.get("content-type");
  if (type === "application/json") return true;
  if (type !== "application/x-protobuf") throw new Error(`the answer is neither JSON nor protobuf but ${type}`);
  return false;
}

const protobufOf = async (response: Response): Promise<Fields> =>
  readFields(new Uint8Array(await response.arrayBuffer()));

/** A message of numbers and of what has a length; anything else is no answer of OTLP's. */
function readFields(bytes: Uint8Array): Fields {
  const fields: Fields = {};
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error("the answer ends within a number");
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    if ((tag & 7) === 0) fields[tag >> 3] = varint();
    else if ((tag & 7) === 2) {
      const end = varint() + at;
      if (end > bytes.length) throw new Error("the answer ends within a text");
      fields[tag >> 3] = bytes.subarray(at, end);
      at = end;
    } else throw new Error(`the answer has a field of wire type ${tag & 7}`);
  }
  return fields;
}

const numberIn = (fields: Fields, number: number): number => Number(fields[number] ?? 0);

function textIn(fields: Fields, number: number): string {
  const bytes = fields[number] ?? new Uint8Array();
  if (typeof bytes === "number") throw new Error("a number stands where a text should");
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
}
