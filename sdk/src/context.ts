import { fit } from "./fit.ts";
import type { Options } from "./options.ts";
import type { Session } from "./session.ts";
import { version } from "./version.ts";
import type { WireContext } from "./wire.ts";

/** What stands once per batch. Made when a batch is begun: reading the width while the page starts could force a layout. */
export function makeContext(session: Session, options: Options): WireContext {
  return fit({
    sessionId: session.id,
    visitorId: session.visitorId,
    ...session.source,
    release: options.release,
    environment: options.environment,
    service: options.service,
    language: navigator.language,
    viewportWidth: innerWidth,
    sdkVersion: version,
  });
}
