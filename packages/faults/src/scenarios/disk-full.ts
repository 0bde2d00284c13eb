import { execFile } from "node:child_process";
import { appendFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { until, untilTaken } from "../pacing.ts";
import { type Scenario, Skipped } from "../scenario.ts";
import { startClickHouse } from "../world/clickhouse.ts";
import type { World } from "../world/world.ts";

const run = promisify(execFile);

const diskMb = 160;
const filler = Buffer.alloc(2 ** 20);

const diskOf = ({ dataDir }: World): string => join(dataDir, "small-disk");
const fillerOf = (world: World): string => join(diskOf(world), "filler");

/** A chDB on a small disk of its own, which is filled to the last byte and emptied again. */
export const diskFull: Scenario = {
  name: "disk-full",
  fault: "the disk of chDB is full",
  times: { long: 4, short: 0 },
  prepare: async (world) => {
    const disk = diskOf(world);
    await mountSmallDisk(disk);
    const { password } = world.clickhouse().connection;
    const unmount = () => run("umount", [disk]);
    const started = startClickHouse({ dataDir: join(disk, "clickhouse"), proxy: world.toClickHouse, password });
    const small = await started.catch(async (error: unknown) => {
      await unmount();
      throw error;
    });
    const putBack = world.replaceClickHouse(small);
    return async () => {
      putBack();
      await small.stop();
      await unmount();
    };
  },
  inject: async (context) => {
    const { world, signal, times } = context;
    let fillings = 0;
    for (; fillings < times && !signal.aborted; fillings++) {
      const before = world.toClickHouse.refusals();
      await fill(fillerOf(world));
      await until(() => world.toClickHouse.refusals() >= before + 2, signal);
      await rm(fillerOf(world));
      await untilTaken(context);
    }
    return { faults: fillings };
  },
};

async function mountSmallDisk(disk: string): Promise<void> {
  await mkdir(disk, { recursive: true });
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${diskMb}m,mode=700`, "tmpfs", disk]);
  } catch (cause) {
    throw new Skipped("needs the right to mount a tmpfs (Linux, root)", { cause });
  }
}

async function fill(file: string): Promise<void> {
  for (;;) {
    try {
      await appendFile(file, filler);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOSPC") return;
      throw error;
    }
  }
}
