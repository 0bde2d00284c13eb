import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type DeadLetter, deadLetterRowsName, IngestTable } from "@perigee/schema";
import { z } from "zod";

/** What is shown of a letter's rows: enough to see what is wrong with them. */
const maxLines = 10;
const maxChars = 64_000;

export const ShownRows = z.object({
  table: IngestTable,
  rows: z.int(),
  /** Compressed. */
  bytes: z.int(),
  /** The first rows as text, since what is wrong with them may be that they are no JSON. */
  lines: z.array(z.string()),
  /** More rows follow, or the last line is cut. */
  isCut: z.boolean(),
  problem: z.string().nullable(),
});
export type ShownRows = z.infer<typeof ShownRows>;

export const showRows = (bucket: R2Bucket, letter: DeadLetter): Promise<ShownRows[]> =>
  Promise.all(
    letter.segments.map(async ({ table, rows, bytes }) => {
      const object = await bucket.get(deadLetterRowsName(letter, table));
      const shown = object ? await inflateStart(object.body) : { ...nothing, problem: "The rows are not there." };
      return { table, rows, bytes, ...shown };
    }),
  );

const nothing = { lines: [], isCut: false };

/** Inflates no more than is shown, whatever the whole would grow to. DecompressionStream would take one gzip member alone. */
async function inflateStart(body: ReadableStream): Promise<Pick<ShownRows, "lines" | "isCut" | "problem">> {
  const decoder = new TextDecoder();
  const inflated = createGunzip();
  Readable.from(body)
    .on("error", (cause) => inflated.destroy(cause))
    .pipe(inflated);
  let text = "";
  try {
    for await (const chunk of inflated) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > maxChars || text.split("\n", maxLines + 2).length > maxLines + 1) break;
    }
  } catch {
    return { ...firstLines(text), problem: "The rows are not whole gzip." };
  }
  return { ...firstLines(text), problem: null };
}

function firstLines(text: string): Pick<ShownRows, "lines" | "isCut"> {
  const lines = text.slice(0, maxChars).split("\n");
  if (lines.at(-1) === "") lines.pop();
  return { lines: lines.slice(0, maxLines), isCut: lines.length > maxLines || text.length > maxChars };
}
