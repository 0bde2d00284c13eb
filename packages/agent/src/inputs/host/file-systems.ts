import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gauge, type Observation, upDownCounter } from "../instruments.ts";
import { linesOf, processView } from "./host-files.ts";
import { unescapeOctal } from "./octal.ts";
import type { Part } from "./part.ts";

const usage = upDownCounter("system.filesystem.usage", "By", "Space of the file system by state.");
const utilization = gauge("system.filesystem.utilization", "1", "Part of the file system in each state.");
const limit = upDownCounter("system.filesystem.limit", "By", "Space of the file system.");

/** A network file system whose server is gone answers only when that is back. */
const patienceMs = 2_000;
/** Each one that hangs holds one of the four threads with which Node reads files. */
const mostHanging = 2;

/** https://opentelemetry.io/docs/specs/semconv/system/system-metrics/#filesystem-metrics */
export function fileSystemsPart(): Part {
  const waiting = new Set<string>();

  async function spaceOf(mount: Mount, rootPath: string): Promise<Space | undefined> {
    if (waiting.has(mount.mountpoint) || waiting.size >= mostHanging) return undefined;
    waiting.add(mount.mountpoint);
    const asked = statfs(join(rootPath, mount.mountpoint))
      .catch(() => undefined)
      .finally(() => waiting.delete(mount.mountpoint));
    const patience = new AbortController();
    const timeUp = sleep(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined);
    const found = await Promise.race([asked, timeUp]);
    patience.abort();
    return found && found.blocks > 0 ? { mount, ...bytesOf(found) } : undefined;
  }

  return async (files, interval) => {
    const mounts = parseMounts((await files.text(`${processView(files)}/mounts`)) ?? "");
    const spaces: Space[] = [];
    for (const mount of mounts) {
      const space = await spaceOf(mount, files.rootPath);
      if (space) spaces.push(space);
    }
    return [
      usage(
        interval,
        spaces.flatMap((space) => byState(space, 1)),
      ),
      utilization(
        interval,
        spaces.flatMap((space) => byState(space, space.total)),
      ),
      limit(
        interval,
        spaces.map(({ mount, total }) => ({ value: total, attributes: attributesOf(mount) })),
      ),
    ].filter(({ data }) => data.points.length > 0);
  };
}

export type Mount = { device: string; mountpoint: string; type: string; mode: string };
type Space = { mount: Mount; total: number; states: Record<string, number> };

/** What root alone may use is reserved: free is what everybody may. */
function bytesOf(found: { bsize: number; blocks: number; bfree: number; bavail: number }): Omit<Space, "mount"> {
  const { bsize, blocks, bfree, bavail } = found;
  const states = { used: (blocks - bfree) * bsize, free: bavail * bsize, reserved: (bfree - bavail) * bsize };
  return { total: blocks * bsize, states };
}

const pseudo = new Set(
  (
    "autofs binder binfmt_misc bpf cgroup cgroup2 configfs debugfs devpts devtmpfs efivarfs fusectl hugetlbfs iso9660 mqueue nsfs proc pstore " +
    "ramfs rpc_pipefs securityfs selinuxfs squashfs sysfs tracefs fuse.lxcfs fuse.portal fuse.gvfsd-fuse"
  ).split(" "),
);

/** Layers of containers, and what only the system itself keeps in memory. */
const ownedBySystem = /^\/(?:dev|proc|sys|run|snap|var\/lib\/(?:docker|containers|containerd|kubelet))(?:\/|$)/;

/** proc_mounts(5). A device that is mounted in several places is told of once, where it is mounted first. */
export function parseMounts(text: string): Mount[] {
  const devices = new Set<string>();
  return linesOf(text).flatMap((line) => {
    const [device = "", mountpoint = "", type = "", options = ""] = line.split(" ").map(unescapeOctal);
    if (mountpoint === "" || pseudo.has(type) || ownedBySystem.test(mountpoint) || devices.has(device)) return [];
    if (device.startsWith("/")) devices.add(device);
    return [{ device, mountpoint, type, mode: options.split(",").includes("ro") ? "ro" : "rw" }];
  });
}

const attributesOf = ({ device, mountpoint, type, mode }: Mount) => ({
  "system.device": device,
  "system.filesystem.mountpoint": mountpoint,
  "system.filesystem.type": type,
  "system.filesystem.mode": mode,
});

const byState = ({ mount, states }: Space, total: number): Observation[] =>
  Object.entries(states).map(([state, value]) => ({
    value: value / total,
    attributes: { ...attributesOf(mount), "system.filesystem.state": state },
  }));
