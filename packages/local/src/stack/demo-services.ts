import { Service, type ServiceChange } from "@perigee/schema";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";

/** What the people of the demo shop say of its services: telemetry cannot tell. */
const said: Record<string, ServiceChange> = {
  "shop-web": { ownerTeam: "Storefront", tier: 1, description: "The shop's pages, as browsers run them." },
  "shop-api": { ownerTeam: "Storefront", tier: 1, description: "Answers the pages: products, cart, checkout." },
  payments: { ownerTeam: "Payments", tier: 1, description: "Charges cards for the checkout." },
  inventory: { ownerTeam: "Warehouse", tier: 2, description: "Knows what is in stock, and reserves it." },
};

const Services = z.object({ services: z.array(Service) });

/** Says it once, when the sample data is new: what somebody has changed since stays as it is. A small sample may lack a service. */
export async function describeDemoServices(api: ApiClient, slug: string): Promise<void> {
  const path = `/v1/projects/${slug}/services`;
  const { services } = await api(path, Services);
  for (const { name } of services) {
    const body = said[name];
    if (body) await api(`${path}/${name}`, Service, { method: "PATCH", body });
  }
}
