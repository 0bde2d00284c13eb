"use client";

import type { Service } from "@perigee/schema";
import { keepPreviousData, type QueryClient, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { request } from "../api/request.ts";
import { useClock } from "../time/clock.tsx";

/** What the API tells of services: those that were heard of within 30 days, and one by its name. */

/** `isCut`: there are more services than are loaded. */
export type Catalogue = { services: Service[]; isCut: boolean };

const pageSize = 100;
export const maxServices = 1_000;

type Page = { services: Service[]; next: string | null };

const servicesPath = (project: string): string => `/v1/projects/${project}/services`;
export const servicePath = (project: string, name: string): string =>
  `${servicesPath(project)}/${encodeURIComponent(name)}`;

/** All services that match the search, so that they can be sorted by what their requests came to. */
export function useCatalogue(project: string, search: string): UseQueryResult<Catalogue, Error> {
  const { now } = useClock();
  return useQuery({
    queryKey: ["services", project, search, now],
    queryFn: ({ signal }) => loadCatalogue(project, { search, signal }),
    placeholderData: keepPreviousData,
  });
}

async function loadCatalogue(project: string, wanted: { search: string; signal: AbortSignal }): Promise<Catalogue> {
  const services: Service[] = [];
  let next: string | null = "";
  while (next !== null && services.length < maxServices) {
    const query: URLSearchParams = new URLSearchParams({ limit: String(pageSize) });
    if (wanted.search) query.set("search", wanted.search);
    if (next) query.set("after", next);
    const page: Page = await request<Page>(`${servicesPath(project)}?${query}`, { signal: wanted.signal });
    services.push(...page.services);
    next = page.next;
  }
  return { services, isCut: next !== null };
}

export function useService(project: string, name: string): UseQueryResult<Service, Error> {
  const { now } = useClock();
  return useQuery({
    queryKey: ["service", project, name, now],
    queryFn: ({ signal }) => request<Service>(servicePath(project, name), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Shows what people now say about a service wherever it is shown, without asking again. */
export function showChanged(client: QueryClient, project: string, changed: Service): void {
  client.setQueriesData<Service>({ queryKey: ["service", project, changed.name] }, (known) => known && changed);
  client.setQueriesData<Catalogue>(
    { queryKey: ["services", project] },
    (known) =>
      known && { ...known, services: known.services.map((one) => (one.name === changed.name ? changed : one)) },
  );
}
