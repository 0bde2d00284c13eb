import { type Context, createContext } from "react";
import type { Client } from "../index.ts";
import { inertClient } from "../inert-client.ts";

/** A client, a function that starts one, or null where nothing shall be started. */
export type ClientSource = Client | (() => Client) | null;

export const ClientContext: Context<Client | null> = createContext<Client | null>(null);

let running: Client | undefined;

/** For code outside components: the client that a provider of this page started; one that does nothing before that, and on a server. */
export const runningClient = (): Client => running ?? inertClient;

/**
 * Starts a client once a page load: React may render a provider several times before it keeps one, and a page has one visitor. On a server
 * nothing is started or remembered, since many visitors share its memory.
 */
export function startOnce(source: ClientSource): Client {
  if (typeof window === "undefined" || !source) return inertClient;
  if (typeof source !== "function") running = source;
  else running ??= source();
  return running;
}
