import type { Resource, Scope } from "@perigee/otlp";
import { keyValues } from "../attributes.ts";
import type { Event } from "./event.ts";

/** Who says something, in OpenTelemetry's names. */
export type Source = {
  service?: string | undefined;
  release?: string | undefined;
  environment?: string | undefined;
  host?: string | undefined;
  sdk?: { name?: string | undefined; version?: string | undefined } | undefined;
};

const noLoss = { droppedAttributesCount: 0, schemaUrl: "" };

/**
 * Sentry knows projects and no services. Where nobody names one, it is the part of the release before the @, as Sentry recommends to call
 * releases: `package@version`.
 */
export function resourceOf({ service, release = "", environment, host, sdk }: Source): Resource {
  const at = release.lastIndexOf("@");
  const attributes = keyValues([
    ["service.name", service ?? (release.slice(0, Math.max(0, at)) || undefined)],
    ["service.version", release.slice(at + 1) || undefined],
    ["deployment.environment.name", environment],
    ["host.name", host],
    ["telemetry.sdk.name", sdk?.name],
    ["telemetry.sdk.version", sdk?.version],
  ]);
  return { attributes, ...noLoss };
}

export const scopeOf = ({ sdk }: Source): Scope => ({
  name: sdk?.name ?? "sentry",
  version: sdk?.version ?? "",
  attributes: new Map(),
  ...noLoss,
});

/** The service is named by the tag `service`, or by OpenTelemetry's resource behind older versions of @sentry/node. */
export function sourceOf({ tags, contexts, release, environment, server_name, sdk }: Event): Source {
  const names = [tags["service"], tags["service.name"], contexts?.otel?.resource["service.name"]];
  const service = names.find((name): name is string => typeof name === "string" && name !== "");
  return { service, release, environment, host: server_name, sdk };
}
