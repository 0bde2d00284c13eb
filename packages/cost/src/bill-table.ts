import type { Bill } from "./bill.ts";
import { prices } from "./prices.ts";
import type { Shape } from "./shape.ts";

/** The bill as a person reads it. */
export function billTable(bill: Bill, shape: Shape): string {
  const rows = [
    ["line", "units", "list $", "after allotments $"],
    ...bill.lines.map(({ name, count, listUsd, netUsd }) => [name, units(count), usd(listUsd), usd(netUsd)]),
    ["total", "", usd(bill.listUsd), usd(bill.netUsd)],
    ["total per million events", "", usd(bill.listUsdPerMillionEvents), usd(bill.netUsdPerMillionEvents)],
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))),
  );
  return [
    `${units(shape.events)} events in ${shape.days} days, ${shape.batch} a request, ${units(shape.messageBytes)} bytes a queue message`,
    "",
    ...lines.map((line) => line.join("  ").trimEnd()),
    "",
    `"${bill.dominant}" costs most: ${Math.round((100 * largest(bill)) / bill.listUsd)} % of the list price.`,
    `Prices of ${prices.readOn}; the plan's $${prices.plan.usdPerMonth} a month, logs and ClickHouse are not in it.`,
  ].join("\n");
}

const largest = ({ lines }: Bill): number => Math.max(...lines.map(({ listUsd }) => listUsd));

const units = (count: number): string => count.toLocaleString("en", { maximumFractionDigits: count < 100 ? 2 : 0 });

const usd = (amount: number): string => amount.toFixed(amount < 1 ? 4 : 2);
