import { type Door, doors } from "@perigee/doors";
import { protocolOf } from "./foreign-door.ts";
import { otlp } from "./otlp.ts";
import type { Protocol } from "./protocol.ts";

/** What stands behind an address, and the key where one stands in its path. */
export type Found = { protocol: Protocol; pathKey: string | undefined };

type Address = { segments: readonly string[]; protocol: Protocol };

const address = (path: string, protocol: Protocol): Address => ({ segments: path.split("/"), protocol });

/** OTLP's exporters take a base address and add the signal's path to it, so that a key may stand before that. */
const signals = (["logs", "traces", "metrics"] as const).flatMap((signal) => [
  address(`/v1/${signal}`, otlp(signal)),
  address(`/:key/v1/${signal}`, otlp(signal)),
]);

export const addressesOf = (list: readonly Door[]): readonly Address[] =>
  list.map((door) => address(door.path, protocolOf(door)));

const addresses: readonly Address[] = [...signals, ...addressesOf(doors)];

/** Looks a path up, with or without a slash at its end. */
export function findAddress(path: string, known: readonly Address[] = addresses): Found | undefined {
  const given = (path.endsWith("/") ? path.slice(0, -1) : path).split("/");
  for (const { segments, protocol } of known) {
    if (!matches(segments, given)) continue;
    const place = segments.indexOf(":key");
    return { protocol, pathKey: place < 0 ? undefined : given[place] };
  }
  return undefined;
}

const matches = (segments: readonly string[], given: readonly string[]): boolean =>
  segments.length === given.length &&
  segments.every((segment, place) => (segment.startsWith(":") ? given[place] !== "" : segment === given[place]));
