import { afterAll, beforeAll, describe } from "vitest";
import { clients } from "./clients.ts";
import { failures } from "./failures.ts";
import { inserts } from "./inserts.ts";
import { parameters } from "./parameters.ts";
import { queries } from "./queries.ts";
import { settings } from "./settings.ts";
import { streams } from "./streams.ts";
import { type Contract, closeContract, openContract, serverUnderTest } from "./under-test.ts";

const parts = { queries, inserts, parameters, settings, streams, failures };

let server: Awaited<ReturnType<typeof serverUnderTest>>;
beforeAll(async () => {
  server = await serverUnderTest();
});
afterAll(() => server.stop());

describe.each(clients)("%s", (_name, connect) => {
  let contract: Contract;
  beforeAll(async () => {
    contract = await openContract(server.url, connect);
  });
  afterAll(() => closeContract(contract));

  for (const [name, part] of Object.entries(parts)) describe(name, () => part(() => contract));
});
