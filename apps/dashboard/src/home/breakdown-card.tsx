"use client";

import { Tabs } from "@base-ui/react/tabs";
import { Maximize2 } from "lucide-react";
import { Card } from "../ui/card.tsx";
import { TabStrip } from "../ui/tab-strip.tsx";
import { BreakdownList } from "./breakdown-list.tsx";
import { type BreakdownCardName, breakdownCards, type Dimension, type Tab, useDetails, useTab } from "./breakdowns.ts";
import { useScopedRows } from "./scope.ts";

const rows = 8;

/** One of the four cards that break visitors down; its tab stands in the address, its full list opens in a dialog. */
export function BreakdownCard({ card }: { card: BreakdownCardName }) {
  const { title, tabs } = breakdownCards[card];
  const [tab, choose] = useTab(card);
  const [, setDetails] = useDetails();
  return (
    <Tabs.Root value={tab.dimension} onValueChange={(value) => choose(value as Dimension)} className="flex min-w-0">
      <Card
        title={title}
        className="w-full"
        actions={<TabStrip label={title} tabs={tabs.map(({ dimension, name }) => ({ value: dimension, name }))} />}
        foot={
          <button
            type="button"
            onClick={() => void setDetails(card)}
            className="-mx-1 inline-flex h-7 items-center gap-1.5 rounded px-1 hover:text-text"
            aria-label={`Details of ${title.toLowerCase()}`}
          >
            <Maximize2 size={12} aria-hidden="true" />
            Details
          </button>
        }
      >
        <Tabs.Panel value={tab.dimension}>
          <TopRows key={tab.dimension} tab={tab} />
        </Tabs.Panel>
      </Card>
    </Tabs.Root>
  );
}

function TopRows({ tab }: { tab: Tab }) {
  const answer = useScopedRows("breakdown", { dimension: tab.dimension, limit: rows });
  return <BreakdownList tab={tab} answer={answer} rows={rows} />;
}
