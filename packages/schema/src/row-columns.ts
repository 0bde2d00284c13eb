import { z } from "zod";

/** Types of columns as they go to ClickHouse in JSONEachRow. 64-bit integers are decimal strings: JSON numbers lose digits above 2^53. */

const uint = (max: number) => z.int().min(0).max(max);

export const uint8 = uint(255);
export const uint16 = uint(65_535);
export const uint32 = uint(4_294_967_295);
export const int32 = z.int().min(-2_147_483_648).max(2_147_483_647);
export const uint64 = z.string().regex(/^\d{1,20}$/);
export const flag = uint(1);
/** `YYYY-MM-DD hh:mm:ss.mmm` in UTC. */
export const dateTime64 = z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/);
/** The same with up to nine digits behind the point. */
export const dateTime64Nanos = z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3,9}$/);
export const stringMap = z.record(z.string(), z.string());
/** JSON has no number for these three; ClickHouse reads them as text. */
export const float64 = z.union([z.number(), z.enum(["nan", "inf", "-inf"])]);

/** Entities of a resource, in every table of telemetry. Nested: lists of equal length, left out where they are empty. */
export const entityRefs = {
  "ResourceEntityRefs.Type": z.array(z.string()).optional(),
  "ResourceEntityRefs.IdKeys": z.array(z.array(z.string())).optional(),
  "ResourceEntityRefs.DescriptionKeys": z.array(z.array(z.string())).optional(),
  "ResourceEntityRefs.SchemaUrl": z.array(z.string()).optional(),
};
