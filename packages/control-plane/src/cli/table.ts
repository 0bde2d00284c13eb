/** Rows as text in columns, with the names of the first row's fields above. */
export function formatTable(rows: Record<string, string | number>[]): string {
  const [first] = rows;
  if (!first) return "(none)";
  const lines = [Object.keys(first), ...rows.map((row) => Object.values(row).map(String))];
  const widths = Object.keys(first).map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
