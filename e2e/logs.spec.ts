import { randomBytes } from "node:crypto";
import { AxeBuilder } from "@axe-core/playwright";
import type { SpawnedStack } from "@perigee/local";
import { expect, type Page } from "@playwright/test";
import { signIn } from "./sign-in.ts";
import { test } from "./stack.ts";

/** From an error that a back end logged to the trace that it belongs to, and to the visit in which that began. */

test("an error is found by its words, and leads to its trace and to the visit", async ({ stack, context }) => {
  const { word } = await sendFailure(stack.file);
  const page = await signIn(context, stack.file);
  const lines = page.getByRole("list", { name: "Log records" });
  const spans = page.getByRole("list", { name: "Spans" });

  await test.step("drag over the histogram, and go back", async () => {
    await openLogs(page, stack.file, `period=30d&text=${word}`);
    await dragOver(page);
    await expect(page).toHaveURL(/period=custom/);
    await page.goBack();
    await expect(page).toHaveURL(/period=30d/);
  });

  await test.step("search, and open what is found by the keyboard", async () => {
    await page.keyboard.press("/");
    await page.getByRole("textbox", { name: "Search log records" }).fill(`POOL ${word}`);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/text=POOL/);
    await expect(page.getByRole("group", { name: "Severity" }).getByRole("button")).toHaveText(["Error1"]);
    await expect(lines.getByRole("button")).toHaveCount(1);
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect(lines.locator("dd").filter({ hasText: "PoolTimeout" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Visit" })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("leave out what it has, and go back", async () => {
    await page.getByRole("button", { name: "Without service.name payments" }).click();
    await expect(page.getByText(/No log record of this range is like that/)).toBeVisible();
    await page.goBack();
  });

  await test.step("follow it to its trace, whose clocks are put right", async () => {
    await page.getByRole("link", { name: /^Trace/ }).click();
    await expect(page.getByRole("heading", { name: "Click on button.pay" })).toBeVisible();
    await expect(spans.getByRole("listitem")).toHaveText([
      /browser Click on button\.pay/,
      /browser POST \/pay/,
      /api POST \/pay/,
      /payments charge/,
    ]);
    await expect(page.getByText("The clock of payments differs from its caller's")).toBeVisible();
  });

  await test.step("see the third line that failed, with its event and its record", async () => {
    for (const name of ["browser POST", "api POST", "payments charge"]) {
      await page.keyboard.press("e");
      await expect(spans.getByRole("button", { name, pressed: true })).toBeVisible();
    }
    const detail = page.getByRole("complementary", { name: "charge" });
    await page.reload();
    await expect(detail.getByText("pool exhausted")).toBeVisible();
    await expect(detail.getByText("exception.type")).toBeVisible();
    await expect(detail.getByText(`pool ${word} is empty`)).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(detail).toHaveCount(0);
  });

  await test.step("follow that to the visit", async () => {
    await page.getByRole("link", { name: "Visit" }).click();
    await expect(page.getByRole("heading", { name: "Visit" })).toBeVisible();
    await expect(page.getByRole("button", { name: /^Back end: 2 spans of 2 services/ })).toBeVisible();
  });
});

/** Opens the logs until there are some: what is sent takes up to a second until it can be asked for. */
async function openLogs(page: Page, { dashboardUrl, project }: SpawnedStack["file"], search: string): Promise<void> {
  await expect(async () => {
    await page.goto(`${dashboardUrl}/${project.slug}/logs?${search}`);
    await expect(page.getByRole("list", { name: "Log records" })).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 30_000 });
}

async function dragOver(page: Page): Promise<void> {
  const box = await page.locator(".u-over").boundingBox();
  if (!box) throw new Error("there is no chart");
  await page.mouse.move(box.x + box.width * 0.2, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + 20, { steps: 4 });
  await page.mouse.up();
}

/** WCAG 2.2 AA by axe-core, light and dark. */
async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual([]);
  }
}

/** A click whose request fails in the service behind the back end, which logs why. That service's clock is a minute slow. */
async function sendFailure({ ingestUrl, publicKey, secretKey, demoUrl }: SpawnedStack["file"]) {
  const time = Date.now() - 1_000;
  const [traceId, word] = [randomBytes(16).toString("hex"), randomBytes(6).toString("hex")];
  const [request, server, charge] = Array.from({ length: 3 }, () => randomBytes(8).toString("hex"));
  const send = async (path: string, headers: Record<string, string>, body: object) => {
    const response = await fetch(`${ingestUrl}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    expect(response.ok).toBe(true);
    // OTLP's answer names none where all were taken.
    expect({ rejected: [], ...(await response.json()) }).toMatchObject({ rejected: [] });
  };
  const otlp = { "content-type": "application/json", "x-api-key": secretKey };
  const slow = time - 60_000;
  const common = { traceId, kind: 2, status: { code: 2, message: "pool exhausted" } };
  const exception = {
    name: "exception",
    timeUnixNano: nanos(slow + 60),
    attributes: pairs({ "exception.type": "Pool" }),
  };
  await send("/v1/traces", otlp, {
    resourceSpans: [
      from("api", {
        scopeSpans: [
          {
            spans: [{ ...common, ...lasting(time + 10, 80), spanId: server, parentSpanId: request, name: "POST /pay" }],
          },
        ],
      }),
      from("payments", {
        scopeSpans: [
          {
            spans: [
              {
                ...common,
                ...lasting(slow, 60),
                spanId: charge,
                parentSpanId: server,
                name: "charge",
                events: [exception],
              },
            ],
          },
        ],
      }),
    ],
  });
  const record = { timeUnixNano: nanos(slow + 60), severityNumber: 17, traceId, spanId: charge };
  await send("/v1/logs", otlp, {
    resourceLogs: [
      from("payments", {
        scopeLogs: [
          {
            logRecords: [
              {
                ...record,
                body: { stringValue: `pool ${word} is empty` },
                attributes: pairs({ "exception.type": "PoolTimeout" }),
              },
            ],
          },
        ],
      }),
    ],
  });
  const events = [
    { kind: "pageview", navigationType: "navigate" },
    { kind: "interaction", type: "click", target: "button.pay", traceId },
    {
      kind: "request",
      method: "POST",
      target: "https://shop.example/pay",
      status: 500,
      durationMs: 100,
      traceId,
      spanId: request,
    },
  ].map((event, index) => ({
    url: "https://shop.example/",
    ...event,
    time: time + index,
    id: uuidv7(time),
    seq: index + 1,
  }));
  const context = { sessionId: uuidv7(time), environment: "failure" };
  const text = { "content-type": "text/plain", origin: demoUrl };
  await send(`/v1/events?key=${publicKey}`, text, { id: uuidv7(time), sentAt: Date.now(), context, events });
  return { word };
}

const nanos = (epochMs: number): string => `${epochMs}000000`;
const lasting = (epochMs: number, durationMs: number) => ({
  startTimeUnixNano: nanos(epochMs),
  endTimeUnixNano: nanos(epochMs + durationMs),
});
const pairs = (values: Record<string, string>) =>
  Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }));
const from = (service: string, records: object) => ({
  resource: { attributes: pairs({ "service.name": service }) },
  ...records,
});

function uuidv7(epochMs: number): string {
  const digits = `${epochMs.toString(16).padStart(12, "0")}7${randomBytes(10).toString("hex").slice(1)}`;
  return digits.replace(/^(.{8})(.{4})(.{4}).(.{3})(.{12})$/, "$1-$2-$3-8$4-$5");
}
