/** Whether a count of nanoseconds since the epoch is one that an int64 holds: from 1970 to 2262. 0 stands for unknown. */
export const isUnixNano = (time: bigint): boolean => time >= 0n && time < 2n ** 63n;
