import type { Door } from "./door.ts";
import { faro } from "./faro.ts";
import { lokiDoor } from "./loki.ts";
import { plausible } from "./plausible.ts";
import { prometheusWriteDoor } from "./prometheus-write.ts";
import { sentry } from "./sentry.ts";

export type { Arrival, Asked, Door, FindVisit, Said } from "./door.ts";
export { readJsonLogs } from "./json-logs.ts";
export { nothingSaid } from "./said.ts";

export const doors: readonly Door[] = [...faro, lokiDoor, plausible, prometheusWriteDoor, ...sentry];
