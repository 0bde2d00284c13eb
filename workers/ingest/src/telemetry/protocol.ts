import type { Asked, Said } from "@perigee/doors";
import type { Failure, Result } from "@perigee/schema";
import type { Signal } from "./otlp-answers.ts";

/** How those speak who send logs, spans and metrics: what differs between OTLP and the doors of other products. All else is one pipeline. */
export type Protocol = {
  /** Under which its rejected records are counted. */
  signal: Signal | "mixed";
  /** Where its clients put the key, beside the places that every address here knows. */
  keyOf: (headers: Headers, url: URL) => string | undefined;
  /** Content codings that it undoes itself. */
  ownEncodings: readonly string[];
  /** Whether its clients are pages that do not say all of their visit, which is then found for them. */
  findsVisits: boolean;
  /** Refuses media types that it cannot read, before the body is read. */
  checkType: (headers: Headers) => Result<undefined>;
  read: (asked: Asked) => Result<Said>;
  /** Says that all is well, and what of it was rejected. */
  accept: (headers: Headers, said: Said) => Response;
  refuse: (headers: Headers, failure: Failure) => Response;
};
