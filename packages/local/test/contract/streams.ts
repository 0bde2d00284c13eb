import { setTimeout as wait } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import type { Contract } from "./under-test.ts";

export function streams(contract: () => Contract): void {
  const isRunning = async (marker: string) => {
    const set = await contract().client.query(
      `SELECT count() AS n FROM system.processes WHERE query LIKE '%${marker}%' AND query NOT LIKE '%system.processes%'`,
      { format: "TabSeparated" },
    );
    return (await set.text()) !== "0\n";
  };

  it("streams rows while the query runs", async () => {
    const set = await contract().client.query("SELECT number AS n FROM numbers(300000)");
    let rows = 0;
    let batches = 0;
    for await (const batch of set.batches()) {
      rows += batch.length;
      batches += 1;
    }
    expect(rows).toBe(300_000);
    expect(batches).toBeGreaterThan(1);
  });

  it("begins an endless result, and ends it when the client has enough", async () => {
    const marker = `endless_${crypto.randomUUID().replaceAll("-", "")}`;
    const controller = new AbortController();
    const set = await contract().client.query(
      `SELECT number AS ${marker}, repeat('x', 1000) AS pad FROM system.numbers`,
      {
        abort_signal: controller.signal,
      },
    );
    for await (const batch of set.batches()) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    controller.abort();
    await vi.waitFor(async () => expect(await isRunning(marker)).toBe(false), { timeout: 10_000, interval: 100 });
  });

  it("waits for a slow reader", async () => {
    const set = await contract().client.query("SELECT number AS n, repeat('x', 1000) AS pad FROM numbers(20000)");
    let rows = 0;
    for await (const batch of set.batches<{ n: number | string }>()) {
      if (rows === 0) await wait(300);
      rows += batch.length;
    }
    expect(rows).toBe(20_000);
  });

  it("stops a running query when the client aborts", async () => {
    const marker = `abort_${crypto.randomUUID().replaceAll("-", "")}`;
    const controller = new AbortController();
    const asked = contract().client.query(
      `SELECT count() AS ${marker} FROM numbers(10000000000000) WHERE cityHash64(number) = 1`,
      {
        abort_signal: controller.signal,
      },
    );
    const refused = expect(asked).rejects.toThrow();
    await vi.waitFor(async () => expect(await isRunning(marker)).toBe(true), { timeout: 5_000, interval: 50 });
    controller.abort();
    await refused;
    if (process.env["CLICKHOUSE_CONTRACT_URL"]) return;
    await vi.waitFor(async () => expect(await isRunning(marker)).toBe(false), { timeout: 10_000, interval: 100 });
  });

  it("kills a query by the id that its client gave", async () => {
    const id = `kill-${crypto.randomUUID()}`;
    const asked = contract().client.query("SELECT count() FROM numbers(10000000000000) WHERE cityHash64(number) = 2", {
      query_id: id,
    });
    const refused = expect(asked).rejects.toMatchObject({ code: "394", type: "QUERY_WAS_CANCELLED" });
    let over = false;
    void refused.finally(() => {
      over = true;
    });
    await vi.waitFor(
      async () => {
        await contract().client.command(`KILL QUERY WHERE query_id = '${id}' ASYNC`);
        expect(over).toBe(true);
      },
      { timeout: 10_000, interval: 100 },
    );
    await refused;
  });

  it("refuses a second query under the id of a running one", async () => {
    const id = `twice-${crypto.randomUUID()}`;
    const controller = new AbortController();
    const first = contract().client.query("SELECT count() FROM numbers(10000000000000) WHERE cityHash64(number) = 3", {
      query_id: id,
      abort_signal: controller.signal,
    });
    const refused = expect(first).rejects.toThrow();
    await vi.waitFor(
      () => expect(contract().client.query("SELECT 1", { query_id: id })).rejects.toMatchObject({ code: "216" }),
      { timeout: 5_000, interval: 50 },
    );
    await contract().client.command(`KILL QUERY WHERE query_id = '${id}' ASYNC`);
    controller.abort();
    await refused;
  });

  it("tells of an exception after rows were sent", async () => {
    const set = await contract().client.query(
      "SELECT throwIf(number = 30000, 'late failure') AS t, repeat('x', 1000) AS pad FROM numbers(5000000)",
      {
        clickhouse_settings: { http_write_exception_in_output_format: 0, max_block_size: "1000" },
      },
    );
    const readToEnd = async () => {
      for await (const batch of set.batches()) expect(batch.length).toBeGreaterThan(0);
    };
    await expect(readToEnd()).rejects.toThrow(/late failure/);
  });

  it("tells of a late exception by status when the whole result is waited for", async () => {
    const asked = contract().client.query("SELECT throwIf(number = 200000, 'late failure') AS t FROM numbers(500000)", {
      clickhouse_settings: { wait_end_of_query: 1 },
    });
    await expect(asked).rejects.toMatchObject({ code: "395" });
  });

  it("gives the whole result when it is waited for", async () => {
    const set = await contract().client.query("SELECT number FROM numbers(100000)", {
      clickhouse_settings: { wait_end_of_query: 1 },
    });
    expect(await set.json<object[]>()).toHaveLength(100_000);
  });

  it("answers many at once", async () => {
    const ask = async (n: number) =>
      expect(
        await (await contract().client.query(`SELECT ${n} AS n, sleep(0.01)`, { format: "TabSeparated" })).text(),
      ).toBe(`${n}\t0\n`);
    await Promise.all(Array.from({ length: 50 }, (_, n) => ask(n)));
  });
}
