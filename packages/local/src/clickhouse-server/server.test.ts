import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type ClickHouseServer, DataDirectoryLocked, startClickHouseServer } from "./index.ts";

let dataDir: string;
let server: ClickHouseServer;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "perigee-clickhouse-"));
  server = await startClickHouseServer({ dataDir });
});
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

type Call = {
  body?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  method?: string;
  on?: ClickHouseServer;
};

const login = ({ password } = server) => ({ Authorization: `Basic ${btoa(`default:${password}`)}` });
const at = ({ port } = server) => `http://127.0.0.1:${port}`;

function send(
  parameters: Record<string, string>,
  { body, headers, method = "POST", on = server }: Call = {},
): Promise<Response> {
  const address = `${at(on)}/?${new URLSearchParams(parameters)}`;
  return fetch(address, { method, headers: { ...login(on), ...headers }, ...(body === undefined ? {} : { body }) });
}

async function run(query: string, call: Call = {}): Promise<string> {
  const answer = await send({ query }, call);
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}

describe("who may ask", () => {
  it("answers /ping and / without a password", async () => {
    for (const path of ["/ping", "/"]) expect(await (await fetch(at() + path)).text()).toBe("Ok.\n");
  });

  it.each<[string, () => RequestInit & { search?: string }]>([
    ["Basic", () => ({ headers: login() })],
    [
      "ClickHouse's headers",
      () => ({ headers: { "X-ClickHouse-User": "default", "X-ClickHouse-Key": server.password } }),
    ],
    ["the key's header alone", () => ({ headers: { "X-ClickHouse-Key": server.password } })],
    ["the address", () => ({ search: `&user=default&password=${server.password}` })],
  ])("takes the password by %s", async (_where, make) => {
    const { search = "", ...init } = make();
    expect(await (await fetch(`${at()}/?query=SELECT+1${search}`, init)).text()).toBe("1\n");
  });

  it.each<[string, () => RequestInit & { search?: string }]>([
    ["none", () => ({})],
    ["a wrong one", () => ({ search: "&password=x" })],
    ["another user", () => ({ headers: { "X-ClickHouse-User": "root", "X-ClickHouse-Key": server.password } })],
    ["a broken header", () => ({ headers: { Authorization: "Basic !!!" } })],
  ])("refuses %s", async (_what, make) => {
    const { search = "", ...init } = make();
    const answer = await fetch(`${at()}/?query=SELECT+1${search}`, init);
    expect(answer.status).toBe(403);
    expect(answer.headers.get("x-clickhouse-exception-code")).toBe("516");
    expect(await answer.text()).toMatch(/^Code: 516\. DB::Exception: .*\(AUTHENTICATION_FAILED\)/);
  });

  it("listens on this machine only", () => {
    expect(server.url).toMatch(/^http:\/\/default:[0-9a-f]{32}@127\.0\.0\.1:\d+\/$/);
  });
});

describe("data never becomes SQL", () => {
  const attack = "INSERT INTO victim VALUES (99, 'INJECTED')";
  beforeAll(async () => {
    await run("CREATE TABLE victim (a UInt32, s String) ENGINE = MergeTree ORDER BY a");
  });

  /** A good first row in each format; the attack stands behind blank lines, as chDB's inline data would end. */
  const formats: [format: string, row: string | (() => Promise<Uint8Array<ArrayBuffer>>)][] = [
    ["JSONEachRow", '{"a":1,"s":"x"}'],
    ["JSONCompactEachRow", '[1,"x"]'],
    ["JSONStringsEachRow", '{"a":"1","s":"x"}'],
    ["CSV", '1,"x"'],
    ["CSVWithNames", '"a","s"\n1,"x"'],
    ["TabSeparated", "1\tx"],
    ["TSVWithNames", "a\ts\n1\tx"],
    ["TSKV", "a=1\ts=x"],
    ["Values", "(1, 'x')"],
    ["LineAsString", "x"],
    ["JSON", '{"meta":[{"name":"a","type":"UInt32"},{"name":"s","type":"String"}],"data":[{"a":1,"s":"x"}]}'],
    ...["RowBinary", "Native", "Parquet", "Arrow", "ArrowStream", "ORC", "MsgPack"].map(
      (format): [string, () => Promise<Uint8Array<ArrayBuffer>>] => [
        format,
        async () =>
          new Uint8Array(
            await (await send({ query: `SELECT toUInt32(1) AS a, 'x' AS s FORMAT ${format}` })).arrayBuffer(),
          ),
      ],
    ),
  ];
  const gaps = ["\n\n", "\r\n\r\n", "\n \t\n", ";\n\n", ";"];

  it.each(formats)("in %s: in the body, after the statement, in the address, packed", async (format, row) => {
    const good = typeof row === "string" ? Buffer.from(row) : await row();
    for (const gap of gaps) {
      const body = new Uint8Array(Buffer.concat([good, Buffer.from(`${gap}${attack};\n`)]));
      const query = `INSERT INTO victim FORMAT ${format}`;
      await (await send({ query }, { body })).text();
      await (
        await send({ query }, { body: new Uint8Array(gzipSync(body)), headers: { "Content-Encoding": "gzip" } })
      ).text();
      await (await send({}, { body: new Uint8Array(Buffer.concat([Buffer.from(`${query}\n`), body])) })).text();
      if (typeof row === "string") await (await send({ query: `${query}\n${row}${gap}${attack}` })).text();
    }
    expect(await run("SELECT count() FROM victim WHERE a = 99")).toBe("0\n");
  });

  it("in a string with blank lines and SQL, which arrives whole", async () => {
    const s = `x\n\n${attack};\n\n'`;
    await run("INSERT INTO victim FORMAT JSONEachRow", { body: JSON.stringify({ a: 5, s }) });
    await run("INSERT INTO victim FORMAT CSV", { body: `5,"${s}"\n` });
    expect(await run("SELECT DISTINCT s FROM victim WHERE a = 5 FORMAT JSONEachRow")).toBe(
      `${JSON.stringify({ s }).replaceAll("/", "\\/")}\n`,
    );
    expect(await run("SELECT count() FROM victim WHERE a = 99")).toBe("0\n");
  });

  it.each(["'", "\\'", "\\\\'", "\n\n", "'; ", "\\", "'\n\n;", "\0'"])(
    "in parameters, settings, names and headers: %j",
    async (before) => {
      const evil = `${before}${attack}; --`;
      for (const call of [
        send({ query: "SELECT {p:String}", param_p: evil }),
        send({ query: "SELECT 1", "param_p`": evil }),
        send({ query: "SELECT 1", [`param_p${evil}`]: "1" }),
        send({ query: "SELECT 1", max_threads: evil }),
        send({ query: "SELECT 1", log_comment: evil }),
        send({ query: "SELECT 1", [`x${evil}`]: "1" }),
        send({ query: "SELECT 1", database: evil }),
        send({ query: "SELECT 1", query_id: evil }),
        send({ query: "SELECT 1", default_format: evil }),
        send({ query: `KILL QUERY WHERE query_id = '${before.replaceAll(/[\\']/g, "\\$&")}'` }),
      ]) {
        await (await call).text();
      }
      expect(await run("SELECT count() FROM victim WHERE a = 99")).toBe("0\n");
    },
  );

  it.each([
    "SELECT 1;",
    "SELECT 1\n\n;",
    "SET readonly = 0;",
    "EXPLAIN INSERT INTO victim VALUES (1, 'x')\n\n",
    "SELECT ';' /* ' */;",
    "SELECT $x$;'$x$;",
    "SELECT 1 -- \\\n;",
  ])("as a second statement behind %j", async (first) => {
    for (const parameters of [{}, { readonly: "1" }])
      await (await send(parameters, { body: `${first} ${attack}` })).text();
    expect(await run("SELECT count() FROM victim WHERE a = 99")).toBe("0\n");
  });
});

describe("what HTTP adds", () => {
  it("only reads in a GET", async () => {
    expect(await run("SELECT 1", { method: "GET" })).toBe("1\n");
    const refused = await send({ query: "CREATE TABLE by_get (a UInt8) ENGINE = Memory" }, { method: "GET" });
    expect([refused.status, refused.headers.get("x-clickhouse-exception-code")]).toEqual([500, "164"]);
    await refused.text();
  });

  it("joins the address and the body, as ClickHouse does", async () => {
    expect(await run("SELECT 1 AS", { body: "n FORMAT JSONEachRow" })).toBe('{"n":1}\n');
    await run("CREATE TABLE joined (a UInt8) ENGINE = Memory");
    await run("INSERT INTO joined", { body: "FORMAT CSV\n1\n2\n" });
    await run("INSERT INTO joined FORMAT CSV\n3", {
      body: new Uint8Array(gzipSync("4\n")),
      headers: { "Content-Encoding": "gzip" },
    });
    await run("", {
      body: new Uint8Array(gzipSync("INSERT INTO joined VALUES (5)")),
      headers: { "Content-Encoding": "gzip" },
    });
    expect(await run("SELECT groupArray(a) FROM (SELECT a FROM joined ORDER BY a)")).toBe("[1,2,3,4,5]\n");
  });

  it("takes formats and databases from headers", async () => {
    expect(await run("SELECT 1 AS n", { headers: { "X-ClickHouse-Format": "JSONEachRow" } })).toBe('{"n":1}\n');
    expect(await run("SELECT currentDatabase()", { headers: { "X-ClickHouse-Database": "system" } })).toBe("system\n");
  });

  it("packs answers and errors when asked to", async () => {
    const headers = { "Accept-Encoding": "gzip" };
    const rows = await send({ query: "SELECT 1", enable_http_compression: "1" }, { headers });
    expect([rows.headers.get("content-encoding"), await rows.text()]).toEqual(["gzip", "1\n"]);
    const error = await send({ query: "SELECT nothing", enable_http_compression: "1" }, { headers });
    expect([error.status, error.headers.get("content-encoding")]).toEqual([404, "gzip"]);
    expect(await error.text()).toContain("UNKNOWN_IDENTIFIER");
    expect((await send({ query: "SELECT 1" }, { headers })).headers.get("content-encoding")).toBeNull();
    expect(gunzipSync(gzipSync("x")).toString()).toBe("x");
  });

  it("refuses what it cannot do, and says so", async () => {
    for (const [parameters, status, text] of [
      [{ session_id: "s" }, 501, "sessions are not supported"],
      [{ compress: "1" }, 501, "compress=1"],
      [{ role: "admin" }, 404, "no roles"],
    ] as const) {
      const answer = await send({ query: "SELECT 1", ...parameters });
      expect(answer.status).toBe(status);
      expect(await answer.text()).toContain(text);
    }
    const encoding = await send(
      { query: "INSERT INTO x FORMAT CSV" },
      { body: "1", headers: { "Content-Encoding": "rot13" } },
    );
    expect(await encoding.text()).toContain("UNKNOWN_COMPRESSION_METHOD");
    expect((await fetch(`${at()}/nowhere`)).status).toBe(404);
  });

  it("refuses broken gzip and leaves nothing behind", async () => {
    await run("CREATE TABLE broken (a UInt8) ENGINE = Memory");
    const answer = await send(
      { query: "INSERT INTO broken FORMAT CSV" },
      { body: "not gzip at all", headers: { "Content-Encoding": "gzip" } },
    );
    expect(answer.ok).toBe(false);
    expect(await answer.text()).toMatch(/^Code: \d+\. DB::Exception/);
    expect(await run("SELECT count() FROM broken")).toBe("0\n");
  });

  it("marks an exception inside a body as 25.11 and later do", async () => {
    const answer = await send({
      query: "SELECT throwIf(number = 900000) FROM numbers(1000000)",
      max_block_size: "1000",
    });
    const tag = answer.headers.get("x-clickhouse-exception-tag");
    const [, message = "", length] =
      new RegExp(`\r\n__exception__\r\n${tag}\r\n([^]*)\n(\\d+) ${tag}\r\n__exception__\r\n$`).exec(
        await answer.text(),
      ) ?? [];
    expect(message).toMatch(/^Code: 395\. DB::Exception/);
    expect(Number(length)).toBe(Buffer.byteLength(message) + 1);
  });

  it("replaces a running query when asked to", async () => {
    const long = {
      query: "SELECT count() FROM numbers(10000000000000) WHERE cityHash64(number) = 4",
      query_id: "replaced",
    };
    const first = send(long);
    await vi.waitFor(async () =>
      expect(
        await run(
          "SELECT count() FROM system.processes WHERE query LIKE '%cityHash64(number) = 4%' AND query NOT LIKE '%processes%'",
        ),
      ).toBe("1\n"),
    );
    const second = await send({ query: "SELECT 2", query_id: "replaced", replace_running_query: "1" });
    expect(await second.text()).toBe("2\n");
    expect(await (await first).text()).toContain("QUERY_WAS_CANCELLED");
  });
});

describe("the process", () => {
  const cli = fileURLToPath(new URL("./cli.ts", import.meta.url));

  it("refuses a directory that another server has open", async () => {
    await expect(startClickHouseServer({ dataDir })).rejects.toThrow(DataDirectoryLocked);
    await expect(startClickHouseServer({ dataDir })).rejects.toThrow(/in use by another process/);
  });

  it("refuses a port that is taken", async () => {
    const other = await mkdtemp(join(tmpdir(), "perigee-clickhouse-"));
    await expect(startClickHouseServer({ dataDir: other, port: server.port })).rejects.toThrow(/EADDRINUSE/);
    await rm(other, { recursive: true });
  });

  it("finds its data again, and takes a token again after it was killed, not after it was stopped", async () => {
    const other = await mkdtemp(join(tmpdir(), "perigee-clickhouse-"));
    const env = { CLICKHOUSE_PASSWORD: "pw", UV_THREADPOOL_SIZE: "16" };
    const insert = async (on: ClickHouseServer) => {
      const token = { query: "INSERT INTO t VALUES (1)", insert_deduplication_token: "one" };
      await (await send(token, { on })).text();
      return await run("SELECT count() FROM t", { on });
    };
    const first = await startClickHouseServer({ dataDir: other });
    await run(
      "CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 7",
      { on: first },
    );
    expect(await insert(first)).toBe("1\n");
    await first.stop();
    const child = spawn(process.execPath, [cli, "--data-dir", other, "--port", "0"], {
      env,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const port = await new Promise<number>((resolve) =>
      child.stdout.once("data", (line) => resolve(Number(new URL(JSON.parse(String(line)).url).port))),
    );
    expect(await insert({ ...first, port, password: "pw" })).toBe("1\n");
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    const lines: string[] = [];
    const third = await startClickHouseServer({ dataDir: other, log: (line) => lines.push(line) });
    expect(lines.join()).toContain("reset the deduplication logs of 1 tables");
    expect(await insert(third)).toBe("2\n");
    expect(await run("SELECT engine_full FROM system.tables WHERE name = 't'", { on: third })).toContain(
      "non_replicated_deduplication_window = 7",
    );
    await third.stop();
    await rm(other, { recursive: true });
  });

  it("ends with its parent, and leaves neither lock nor spool", async () => {
    const other = await mkdtemp(join(tmpdir(), "perigee-clickhouse-"));
    const env = { CLICKHOUSE_PASSWORD: "pw", UV_THREADPOOL_SIZE: "16" };
    const child = spawn(process.execPath, [cli, "--data-dir", other, "--port", "0"], {
      env,
      stdio: ["pipe", "pipe", "inherit"],
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.stdin.end();
    expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(0);
    expect(await readdir(other)).not.toContain("perigee-server-running");
    await rm(other, { recursive: true });
  });
});
