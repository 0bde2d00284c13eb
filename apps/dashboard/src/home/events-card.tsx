"use client";

import { Card } from "../ui/card.tsx";
import { BreakdownList } from "./breakdown-list.tsx";
import type { Tab } from "./breakdowns.ts";
import { useScopedRows } from "./scope.ts";

const rows = 8;
const tab: Tab = { dimension: "event", name: "Event", counted: "events" };

/** Custom events by name. */
export function EventsCard() {
  const answer = useScopedRows("breakdown", { dimension: tab.dimension, limit: rows });
  return (
    <Card title="Events">
      <BreakdownList tab={tab} answer={answer} rows={rows} />
    </Card>
  );
}
