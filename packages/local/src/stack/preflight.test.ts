import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { host, type StackOptions } from "./options.ts";
import { preflight } from "./preflight.ts";

let dataDir: string;
const servers: Server[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "perigee-preflight-"));
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  await rm(dataDir, { recursive: true, force: true });
});

async function takenPort(): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as { port: number }).port;
}

/** A port that was given out a moment ago and closed again. */
async function freePort(): Promise<number> {
  const port = await takenPort();
  await new Promise((resolve) => servers.pop()?.close(resolve));
  return port;
}

async function options(change: Partial<StackOptions> = {}): Promise<StackOptions> {
  const [demo, backend, dashboard, ingest, api, clickhouse] = [0, 0, 0, 0, 0, 0].map(freePort);
  const ports = {
    demo: (await demo) ?? 0,
    backend: (await backend) ?? 0,
    dashboard: (await dashboard) ?? 0,
    ingest: (await ingest) ?? 0,
    api: (await api) ?? 0,
    clickhouse: (await clickhouse) ?? 0,
  };
  return {
    ports,
    dataDir,
    clickhouseUrl: undefined,
    seedEvents: 0,
    demo: true,
    reset: false,
    dev: false,
    env: {},
    ...change,
  };
}

describe("preflight", () => {
  it("takes a free data directory and gives it back", async () => {
    const { release } = await preflight(await options());
    expect(await readFile(join(dataDir, "stack.lock"), "utf8")).toBe(String(process.pid));
    await release();
    await expect(readFile(join(dataDir, "stack.lock"))).rejects.toThrow("ENOENT");
  });

  it("refuses a data directory that a running process holds, by its name and pid", async () => {
    // The parent of the test runner's worker is a live process that is not us.
    await writeFile(join(dataDir, "stack.lock"), String(process.ppid));
    await expect(preflight(await options())).rejects.toThrow(`in use by another Perigee (process ${process.ppid})`);
  });

  it("takes over the lock of a process that died", async () => {
    await writeFile(join(dataDir, "stack.lock"), "4194304");
    const { release } = await preflight(await options());
    expect(await readFile(join(dataDir, "stack.lock"), "utf8")).toBe(String(process.pid));
    await release();
  });

  it("refuses a taken port and names its option, and leaves no lock behind", async () => {
    const port = await takenPort();
    const wanted = await options();
    await expect(preflight({ ...wanted, ports: { ...wanted.ports, api: port } })).rejects.toThrow(
      `Port ${port} is taken. Choose another with --api-port`,
    );
    await expect(readFile(join(dataDir, "stack.lock"))).rejects.toThrow("ENOENT");
  });

  it("does not ask for the ports of parts that will not run", async () => {
    const port = await takenPort();
    const wanted = await options({ demo: false, clickhouseUrl: "http://clickhouse.test:8123" });
    const { release } = await preflight({
      ...wanted,
      ports: { ...wanted.ports, demo: port, backend: port, clickhouse: port },
    });
    await release();
  });

  it("refuses an address that is none, by its option", async () => {
    await expect(preflight(await options({ clickhouseUrl: "clickhouse" }))).rejects.toThrow(
      "--clickhouse-url: The ClickHouse address must look like",
    );
  });

  it("refuses one port for two parts", async () => {
    const wanted = await options();
    await expect(preflight({ ...wanted, ports: { ...wanted.ports, api: wanted.ports.ingest } })).rejects.toThrow(
      `--ingest-port and --api-port are both ${wanted.ports.ingest}`,
    );
  });

  it("empties the directory on --reset and only then", async () => {
    const file = join(dataDir, "seeded");
    await writeFile(file, "");
    await (await preflight(await options())).release();
    expect(await readFile(file, "utf8")).toBe("");
    await (await preflight(await options({ reset: true }))).release();
    await expect(readFile(file)).rejects.toThrow("ENOENT");
  });
});
