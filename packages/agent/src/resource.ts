import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { arch, hostname, platform, release, type as systemName } from "node:os";
import type { AnyValue, KeyValues, Resource } from "@perigee/otlp";

/** What this machine is, by OpenTelemetry's semantic conventions for hosts and operating systems. */
export function detectResource(): KeyValues {
  const id = hostId();
  return new Map<string, AnyValue>([
    ["host.name", hostname()],
    ...(id === undefined ? [] : ([["host.id", id]] as const)),
    ["host.arch", architectures[arch()] ?? arch()],
    ["os.type", platform() === "win32" ? "windows" : platform()],
    ["os.description", osDescription()],
    // One service has one instance on a host, as far as the agent can tell; it stays the same over restarts.
    ["service.instance.id", uuidOf(id ?? hostname())],
  ]);
}

/** Node's names on the left, those of the conventions on the right. */
const architectures: Record<string, string> = {
  x64: "amd64",
  arm64: "arm64",
  arm: "arm32",
  ia32: "x86",
  ppc64: "ppc64",
  s390x: "s390x",
};

function hostId(): string | undefined {
  const id = textOf("/etc/machine-id")?.trim();
  return id ? id : undefined;
}

function osDescription(): string {
  const name = /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(textOf("/etc/os-release") ?? "")?.[1];
  return name ?? `${systemName()} ${release()}`;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // Not every system has it.
    return undefined;
  }
}

/** A UUID of version 8, which is its maker's own affair (RFC 9562, section 5.8). */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(`perigee-agent|${text}`).digest("hex");
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/**
 * Gives telemetry the attributes of this machine, below those that it has. What names another host, such as a line of syslog that was
 * sent here, gets none of ours: they would lie.
 */
export function resourceMerger(own: KeyValues): (resource: Resource) => Resource {
  // Inputs use one resource again and again, and what shares a resource is written only once.
  const known = new WeakMap<Resource, Resource>();
  return (resource) => {
    const merged = known.get(resource) ?? merge(own, resource);
    known.set(resource, merged);
    return merged;
  };
}

function merge(own: KeyValues, resource: Resource): Resource {
  const host = resource.attributes.get("host.name");
  if (host !== undefined && host !== own.get("host.name")) return resource;
  return { ...resource, attributes: new Map([...own, ...resource.attributes]) };
}
