import type { Breadcrumbs } from "./breadcrumbs.ts";
import type { CoreClient } from "./client.ts";
import type { Flags } from "./flags.ts";
import type { Identity } from "./identity.ts";
import type { Ledger } from "./ledger.ts";
import type { Pages } from "./pages.ts";

/** The whole client, as `init` returns it. */
export type Client = Omit<CoreClient, "context"> & Pages & Identity & Breadcrumbs & Flags & Ledger;

const nothing = (): void => {};

/** A client that does nothing: on a server, without a key, or before one was started. */
export const inertClient: Client = {
  sessionId: "",
  track: nothing,
  page: nothing,
  error: nothing,
  identify: nothing,
  reset: nothing,
  setProps: nothing,
  flag: nothing,
  addBreadcrumb: nothing,
  setConsent: nothing,
  ledger: () => [],
  flush: nothing,
  stop: nothing,
};
