import type { LocalFile } from "@perigee/schema";

/** The short table that a person reads when everything runs. */
export function summary(file: LocalFile, options: { demo: boolean; dataDir: string }): string {
  const rows: [string, string][] = [
    ["Dashboard", file.dashboardUrl],
    ...(options.demo ? ([["Demo shop", file.demoUrl]] satisfies [string, string][]) : []),
    ["Sign in", `${file.owner.email}  ${file.owner.password}`],
    ["Ingest", file.ingestUrl],
    ["API", `${file.apiUrl}  (${file.apiUrl}/openapi.json)`],
    ["ClickHouse", file.clickhouseUrl],
    ["Public key", file.publicKey],
    ["Secret key", file.secretKey],
    ["Read key", file.readKey],
    ["Data", `${options.dataDir}  (local.json holds all of this)`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  return `\nPerigee is running.\n\n${lines.join("\n")}\n\nCtrl-C stops it.\n`;
}
