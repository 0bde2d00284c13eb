import { useCallback, useContext, useEffect } from "react";
import type { Client, PageOverrides } from "../index.ts";
import { ClientContext, runningClient } from "./running-client.ts";

/** The client of the nearest provider. It never changes, and does nothing on a server. */
export const usePerigee = (): Client => useContext(ClientContext) ?? runningClient();

/** `client.track` as a callback that stays the same over renders. */
export function useTrack(): Client["track"] {
  const client = usePerigee();
  return useCallback((...event) => client.track(...event), [client]);
}

/** Tells route and title of the current view when they change, as `client.page` does: `usePage({ route: "/product/[id]" })`. */
export function usePage({ url, route, title }: PageOverrides): void {
  const client = usePerigee();
  useEffect(() => {
    const told: PageOverrides = {};
    // A key that is there counts, also where it holds undefined.
    if (url !== undefined) told.url = url;
    if (route !== undefined) told.route = route;
    if (title !== undefined) told.title = title;
    client.page(told);
  }, [client, url, route, title]);
}
