import { type ReactNode, useState } from "react";
import { ClientContext, type ClientSource, startOnce } from "./running-client.ts";

export type PerigeeProviderProps = {
  /** A running client, or a function such as `() => init(options)`, called once a page load and only in the browser. Null starts nothing. */
  client: ClientSource;
  children?: ReactNode;
};

/** Starts Perigee while it renders for the first time, so that effects of what is inside find the client running. */
export function PerigeeProvider({ client, children }: PerigeeProviderProps): ReactNode {
  const [started] = useState(() => startOnce(client));
  return <ClientContext.Provider value={started}>{children}</ClientContext.Provider>;
}
