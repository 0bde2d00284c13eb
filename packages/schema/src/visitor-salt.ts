/**
 * Where KV keeps the random salt of a UTC day, from which the visitor hashes of that day are made. The consumer's cron makes it a day
 * ahead, ingest reads it, and KV deletes it a day after its own: from then on nobody can tell whose hash was whose.
 */
export const saltKey = (epochMs: number): string => `salt:${new Date(epochMs).toISOString().slice(0, 10)}`;
