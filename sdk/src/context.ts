import type { Context } from "./instrumentation.ts";
import { toJson } from "./to-json.ts";
import { version } from "./version.ts";
import type { WireContext } from "./wire.ts";

/** What stands once per batch. Made when a batch is begun: reading the width while the page starts could force a layout. */
export function makeContext({ options, sessions, identity }: Context): string {
  const { id: sessionId, seq: _, activeAt: __, ...source } = sessions.current();
  return toJson({
    sessionId,
    ...source,
    ...identity,
    release: options.release,
    environment: options.environment,
    service: options.service,
    language: navigator.language,
    viewportWidth: innerWidth,
    sdkVersion: version,
  } satisfies WireContext);
}
