import { expect, it } from "vitest";
import type { Contract } from "./under-test.ts";

export function settings(contract: () => Contract): void {
  const setting = async (name: string) =>
    (await (await contract().client.query(`SELECT toString(getSetting('${name}')) AS v`)).json<{ v: string }[]>())[0]
      ?.v;

  it("applies settings of a request to it and to no other", async () => {
    const { client } = contract();
    const before = await setting("max_block_size");
    const set = await client.query("SELECT toString(getSetting('max_block_size')) AS v", {
      clickhouse_settings: { max_block_size: "1234" },
    });
    expect(await set.json()).toEqual([{ v: "1234" }]);
    for (let i = 0; i < 12; i += 1) expect(await setting("max_block_size")).toBe(before);
  });

  it("applies SETTINGS of a statement, before and after its format", async () => {
    const { client } = contract();
    const { bytes } = await client.exec(
      "SELECT getSetting('max_block_size') AS v FORMAT TSV SETTINGS max_block_size = 77",
    );
    expect(bytes.toString()).toBe("77\n");
    const set = await client.query("SELECT getSetting('max_block_size') AS v SETTINGS max_block_size = 78", {
      format: "TabSeparated",
    });
    expect(await set.text()).toBe("78\n");
  });

  it("keeps SET inside its request", async () => {
    const before = await setting("max_block_size");
    await contract().client.command("SET max_block_size = 4321");
    expect(await setting("max_block_size")).toBe(before);
  });

  it("refuses unknown settings and bad values", async () => {
    const { client } = contract();
    await expect(client.query("SELECT 1", { clickhouse_settings: { no_such_setting: 1 } })).rejects.toMatchObject({
      code: "115",
      type: "UNKNOWN_SETTING",
    });
    await expect(client.query("SELECT 1", { clickhouse_settings: { max_threads: "many" } })).rejects.toMatchObject({
      type: "CANNOT_PARSE_INPUT_ASSERTION_FAILED",
    });
  });

  it("refuses writing under readonly=1, and only there", async () => {
    const { client, table } = contract();
    const name = await table("(a UInt8) ENGINE = Memory");
    const readonly = { clickhouse_settings: { readonly: "1" } } as const;
    expect(await (await client.query("SELECT 1 AS one", readonly)).json()).toEqual([{ one: 1 }]);
    for (const write of [
      `INSERT INTO ${name} VALUES (1)`,
      `DROP TABLE ${name}`,
      `CREATE TABLE ${name}_2 (a UInt8) ENGINE = Memory`,
    ]) {
      await expect(client.command(write, readonly)).rejects.toMatchObject({ code: "164", type: "READONLY" });
    }
    await expect(client.insert(name, [{ a: 1 }], { format: "JSONEachRow", ...readonly })).rejects.toMatchObject({
      type: "READONLY",
    });
    await expect(client.command("SET readonly = 0", readonly)).rejects.toMatchObject({ type: "READONLY" });
    for (let i = 0; i < 12; i += 1) await client.insert(name, [{ a: 1 }], { format: "JSONEachRow" });
    expect(await (await client.query(`SELECT count() AS n FROM ${name}`, { format: "TabSeparated" })).text()).toBe(
      "12\n",
    );
  });

  it("keeps temporary tables inside their request", async () => {
    const { client } = contract();
    await client.command("CREATE TEMPORARY TABLE only_here (a UInt8)");
    await expect(client.query("SELECT * FROM only_here")).rejects.toMatchObject({ type: "UNKNOWN_TABLE" });
  });

  it("keeps USE inside its request", async () => {
    const { client, database } = contract();
    await client.command("USE system");
    for (let i = 0; i < 12; i += 1)
      expect(await (await client.query("SELECT currentDatabase() AS d")).json()).toEqual([{ d: database }]);
  });

  it("limits what a query may cost", async () => {
    const { client } = contract();
    const rows = client.query("SELECT count() FROM numbers(100000000) WHERE number % 7 = 0", {
      clickhouse_settings: { max_rows_to_read: "1000" },
    });
    await expect(rows).rejects.toMatchObject({ code: "158", type: "TOO_MANY_ROWS" });
    const time = client.query("SELECT count() FROM numbers(1000000000000) WHERE cityHash64(number) = 1", {
      clickhouse_settings: { max_execution_time: 0.2 },
    });
    await expect(time).rejects.toMatchObject({ code: "159", type: "TIMEOUT_EXCEEDED" });
  });
}
