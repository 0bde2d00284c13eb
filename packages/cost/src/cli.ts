import { Command, InvalidArgumentError, Option } from "commander";
import { makeBill } from "./bill.ts";
import { billTable } from "./bill-table.ts";
import { prices } from "./prices.ts";
import { makeShape, type ShapeOptions } from "./shape.ts";

const program = new Command("pnpm cost")
  .description("What Cloudflare would bill for a number of events, line by line.")
  .requiredOption("--events <count>", "events, such as 1e9", positive)
  .option("--batch <count>", "events of one request", positive, 50)
  .option("--event-bytes <bytes>", "one event as JSON", positive)
  .option("--days <days>", "over how many days the events come", positive)
  .option("--archive <share>", "part of the messages kept in the cold archive, 0 to 1", share)
  .option("--days-retained <days>", "how long the archive keeps them", positive)
  .option("--quota <share>", "part of the events of projects with a quota, 0 to 1", share)
  .option("--overflow <share>", "part of the messages that go by the spool, 0 to 1", share)
  .addOption(measuredOption("--ingest-cpu-ms <ms>", "CPU of ingest for a request", positive))
  .addOption(measuredOption("--message-bytes <bytes>", "a queue message, compressed", positive))
  .addOption(measuredOption("--kv-read-share <share>", "requests that ask KV, 0 to 1", share))
  .addOption(measuredOption("--quota-report-share <share>", "requests after which a quota is reported, 0 to 1", share))
  .addOption(measuredOption("--messages-per-batch <count>", "messages that the consumer gets at once", positive))
  .addOption(measuredOption("--consumer-cpu-ms <ms>", "CPU of the consumer for a batch", positive))
  .addOption(measuredOption("--archive-writes-per-batch <count>", "projects × tables in such a batch", positive))
  .option("--json", "print one JSON object")
  .action(({ json, ...options }: ShapeOptions & { json?: boolean }) => {
    const shape = makeShape(options);
    const bill = makeBill(shape);
    console.log(json ? JSON.stringify({ shape, bill, pricesReadOn: prices.readOn }) : billTable(bill, shape));
  });

program.parse();

function measuredOption(flags: string, description: string, parse: (text: string) => number): Option {
  return new Option(flags, `${description} (default: as measured)`).argParser(parse);
}

function positive(text: string): number {
  const value = Number(text.replaceAll("_", ""));
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("Give a number above 0.");
}

function share(text: string): number {
  const value = Number(text);
  if (text !== "" && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError("Give a number from 0 to 1.");
}
