import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connectionFromUrl } from "@perigee/clickhouse";
import { seed } from "@perigee/clickhouse/seed";
import type { LocalFile } from "@perigee/schema";
import type { ApiClient } from "./api-client.ts";
import { describeDemoServices } from "./demo-services.ts";
import type { StackOptions } from "./options.ts";
import { step } from "./progress.ts";

/** Fills the demo project with a month of sample data at the first start; a later start finds it again. */
export async function seedOnce(options: StackOptions, file: LocalFile, api: ApiClient): Promise<void> {
  const marker = join(options.dataDir, "seeded");
  if (existsSync(marker)) return;
  await step("Seeding a month of sample data", (note) =>
    seed(
      connectionFromUrl(file.clickhouseUrl),
      { projectId: file.project.id, events: options.seedEvents },
      ({ rows, total }) => note(`${rows.toLocaleString("en")} of ${total.toLocaleString("en")} events`),
    ),
  );
  await writeFile(marker, new Date().toISOString());
  await describeDemoServices(api, file.project.slug);
}
