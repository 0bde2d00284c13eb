/** A plain table: the first row is its head, numbers and their heads are set to the right. */
export function formatTable(rows: (string | number)[][]): string {
  const text = rows.map((row) => row.map((cell) => (typeof cell === "number" ? formatNumber(cell) : cell)));
  const widths = (text[0] ?? []).map((_, column) => Math.max(...text.map((row) => row[column]?.length ?? 0)));
  const isNumeric = widths.map((_, column) => rows.some((row) => typeof row[column] === "number"));
  const line = (row: string[], index: number) =>
    row
      .map((cell, column) => {
        const isNumber = typeof rows[index]?.[column] === "number" || (index === 0 && isNumeric[column]);
        return isNumber ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
      })
      .join("  ")
      .trimEnd();
  const [head, ...rest] = text.map(line);
  return [head, widths.map((width) => "─".repeat(width)).join("  "), ...rest].join("\n");
}

function formatNumber(value: number): string {
  return value.toLocaleString("en", {
    maximumFractionDigits: Math.abs(value) < 10 ? 2 : Math.abs(value) < 1000 ? 1 : 0,
  });
}

/** The value below which `share` of the values lie (nearest rank). */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
