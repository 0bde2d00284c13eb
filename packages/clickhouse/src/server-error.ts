/** What ClickHouse's error text says: `Code: 27. DB::Exception: Cannot parse input … (CANNOT_PARSE_INPUT_ASSERTION_FAILED)`. */
export type ServerError = { code: number; message: string };

export function parseServerError(text: string): ServerError | undefined {
  const match = /Code: (\d+)\. DB::Exception: (.*)/s.exec(text);
  return match ? { code: Number(match[1]), message: (match[2] ?? "").trim().slice(0, 1_000) } : undefined;
}

/** Codes that say "not now": the same request may well succeed later. */
export const busyCodes: ReadonlySet<number> = new Set([
  159, // TIMEOUT_EXCEEDED
  202, // TOO_MANY_SIMULTANEOUS_QUERIES
  203, // NO_FREE_CONNECTION
  209, // SOCKET_TIMEOUT
  210, // NETWORK_ERROR
  241, // MEMORY_LIMIT_EXCEEDED
  242, // TABLE_IS_READ_ONLY
  243, // NOT_ENOUGH_SPACE
  252, // TOO_MANY_PARTS
  319, // UNKNOWN_STATUS_OF_INSERT
  394, // QUERY_WAS_CANCELLED: the server is being stopped
  439, // CANNOT_SCHEDULE_TASK
  473, // DEADLOCK_AVOIDED
  516, // AUTHENTICATION_FAILED: wrong settings of ours, the request itself may be right
  745, // SERVER_OVERLOADED
  999, // KEEPER_EXCEPTION
]);
