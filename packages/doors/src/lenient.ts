import { z } from "zod";

/** Pieces of schemas of foreign formats, whose senders we cannot correct: what is wrong is left out, so that the rest still counts. */

/** A field of the wrong type is taken for a missing one. */
export const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

/** What is no list is an empty one. Its entries are checked one by one, by `goodOnes` or by who counts the bad ones. */
export const list = z.array(z.unknown()).catch([]);

export const record = z.record(z.string(), z.unknown()).catch({});

/** Frames, breadcrumbs and the like: clients send a hundred at most. */
const maxParts = 1_000;

export const goodOnes = <Schema extends z.ZodType>(schema: Schema) =>
  list.transform((entries) =>
    entries.slice(0, maxParts).flatMap((entry) => {
      const parsed = schema.safeParse(entry);
      return parsed.success ? [parsed.data] : [];
    }),
  );

/** Clients send some hundred records at once. To look at each of half a million that are none would take seconds. */
const maxRecords = 10_000;

/** As many entries as one list of a request may have; each of the others is a fault. */
export function withinLimit(entries: readonly unknown[], name: string, faults: string[]): readonly unknown[] {
  if (entries.length <= maxRecords) return entries;
  const fault = `${name}: must be no more than ${maxRecords}`;
  for (let index = maxRecords; index < entries.length; index++) faults.push(fault);
  return entries.slice(0, maxRecords);
}

/** An id of W3C Trace Context: hex digits in any case, not all zeros; anything else is no id. */
export const hexId = (digits: 16 | 32) =>
  maybe(
    z
      .string()
      .toLowerCase()
      .regex(new RegExp(`^(?!0+$)[0-9a-f]{${digits}}$`)),
  );

/** Finite numbers, also written as text. */
export const numeric = maybe(
  z
    .union([z.number(), z.string().trim().min(1)])
    .transform(Number)
    .pipe(z.number()),
);
