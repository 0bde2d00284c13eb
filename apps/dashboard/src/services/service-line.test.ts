import type { Service } from "@perigee/schema";
import { expect, it } from "vitest";
import type { Row } from "../api/rows.ts";
import { linesOf } from "./service-line.ts";

const seen = { firstSeen: 1, lastSeen: 9, signals: ["logs", "spans"] satisfies Service["signals"] };

const service = (name: string, environments: Service["environments"]): Service => ({
  ...{ name, ...seen, environments },
  lastDay: { events: 0, logs: 1, metrics: 0, spans: 1 },
  ...{ ownerTeam: "Payments", description: "", tier: 1, links: [] },
});

const asked: Row<"service-overview"> = {
  ...{ service: "checkout", operation: "", requests: 10, rate: 0.1, errors: 1, errorRate: 0.1 },
  ...{ p50Ms: 1, p95Ms: 2, p99Ms: 3 },
};

const staging = { name: "staging", firstSeen: 1, lastSeen: 5, signals: ["logs" as const] };
const services = [
  service("checkout", [{ name: "production", ...seen }, staging]),
  service("mail", [{ name: "", ...seen }]),
];

it("brings what people say, what was heard and what was asked together", () => {
  expect(linesOf(services, [asked], "")).toEqual([
    {
      ...{ name: "checkout", ownerTeam: "Payments", tier: 1, environments: ["production", "staging"], asked },
      ...{ lastSeen: 9, signals: ["logs", "spans"] },
    },
    expect.objectContaining({ name: "mail", environments: [], asked: null }),
  ]);
});

it("of one environment tells what was heard from there", () => {
  expect(linesOf(services, [], "staging")).toEqual([
    expect.objectContaining({ name: "checkout", lastSeen: 5, signals: ["logs"] }),
  ]);
  expect(linesOf(services, [], "nowhere")).toEqual([]);
});

it("tells what is not known yet from what was not asked", () => {
  expect(linesOf(services, undefined, "").map((line) => line.asked)).toEqual([undefined, undefined]);
});
