import { expect, test } from "./fixtures.ts";

const DAY_MS = 86_400_000;

test("learns from the first answer how far the server's clock is ahead, and tells it from then on", async ({
  open,
  page,
  sink,
}) => {
  sink.plan({ status: 202, receivedAt: Date.now() + DAY_MS }, { status: 202, receivedAt: Date.now() - DAY_MS });
  await open("/");
  for (const name of ["second", "third"]) {
    await expect.poll(() => sink.received.length).toBeGreaterThan(0);
    await page.evaluate((told) => window.client.track(told), name);
    await expect.poll(() => sink.names()).toContain(name);
  }
  const offsets = sink.received.map(({ batch }) => batch.context.clockOffset);
  expect(offsets[0]).toBeUndefined();
  expect(offsets.length).toBeGreaterThan(2);
  for (const offset of offsets.slice(1)) expect(Math.abs((offset ?? 0) - DAY_MS)).toBeLessThan(10_000);
});

for (const receivedAt of [undefined, "soon", {}]) {
  test(`goes on where the answer's time is ${JSON.stringify(receivedAt)}`, async ({ open, page, sink }) => {
    const thrown: string[] = [];
    page.on("pageerror", ({ message }) => thrown.push(message));
    sink.plan({ status: 202, receivedAt });
    await open("/");
    await expect.poll(() => sink.received.length).toBeGreaterThan(0);
    await page.evaluate(() => window.client.track("second"));
    await expect.poll(() => sink.names()).toEqual(["second"]);
    expect(sink.received[1]?.batch.context.clockOffset).toBeUndefined();
    expect(thrown).toEqual([]);
  });
}
