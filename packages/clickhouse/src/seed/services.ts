/** The services behind the demo shop, as their OpenTelemetry SDKs describe them. */

export type ServiceName = "shop-api" | "inventory" | "payments";

const languages: Record<ServiceName, string> = { "shop-api": "nodejs", inventory: "go", payments: "java" };
const hosts: Record<ServiceName, string> = { "shop-api": "api-1", inventory: "stock-1", payments: "pay-1" };

/** Columns that all records of a service share. `version` is the release that ran. */
export function sourceOf(service: ServiceName, version: string) {
  return {
    ServiceName: service,
    ResourceAttributes: {
      "service.name": service,
      "service.version": version,
      "deployment.environment.name": "production",
      "host.name": hosts[service],
      "telemetry.sdk.language": languages[service],
    },
    ResourceSchemaUrl: "",
    ScopeName: service,
    ScopeVersion: "",
    ScopeAttributes: {},
    ScopeSchemaUrl: "",
  };
}

/** What an endpoint of the shop's back end does: the statement that it runs, or the service that it asks. */
export type Work = { service: ServiceName; name: string; attributes: Record<string, string>; share: number };

const query = (statement: string, share: number): Work => ({
  service: "shop-api",
  name: statement.split(" ").slice(0, 3).join(" "),
  attributes: { "db.system.name": "postgresql", "db.query.text": statement },
  share,
});

const call = (service: ServiceName, name: string, share: number): Work => ({
  service,
  name,
  attributes: { "server.address": `${service}.internal`, "http.request.method": name.split(" ")[0] ?? "" },
  share,
});

const works: Record<string, readonly Work[]> = {
  "/api/checkout": [
    query("SELECT FROM carts WHERE visitor = $1", 0.08),
    call("inventory", "POST /reserve", 0.2),
    call("payments", "POST /charges", 0.6),
  ],
  "/api/cart": [query("UPDATE carts SET items = $2 WHERE visitor = $1", 0.5)],
  "/api/search": [query("SELECT FROM products WHERE document @@ $1", 0.8)],
  "/api/session": [query("SELECT FROM users WHERE email = $1", 0.3)],
};

const lookUp = [query("SELECT FROM products WHERE id = $1", 0.4)];

/** `share` of the server's time for each, in their order. */
export const worksOf = (route: string): readonly Work[] => works[route] ?? lookUp;

/** `/api/product/lark-60` is one of many. */
export const apiRoute = (path: string): string => path.replace(/^\/api\/product\/.+$/, "/api/product/:id");
