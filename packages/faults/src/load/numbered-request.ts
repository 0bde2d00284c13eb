/** What a client sends until it is taken: so many events or records, each with an id of its own that stands in a table afterwards. */
export type NumberedRequest = {
  ids: string[];
  path: string;
  type: string;
  /** The body of the next attempt. */
  encode: () => string;
  /** What is wrong with the answer of a request that was taken; undefined where it says that all of it was. */
  faultOf: (answer: unknown) => string | undefined;
};

/** Some come late, from a laptop that was closed for days: their rows lie in another partition than the rest of their message. */
export const lateMs = 6.5 * 24 * 3_600_000;
