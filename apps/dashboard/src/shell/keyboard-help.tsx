"use client";

import { periodNames } from "../time/period.ts";
import { periodKeys } from "../time/period-keys.ts";
import { keyClass } from "../ui/floating.ts";
import { Sheet } from "../ui/sheet.tsx";

type Keys = readonly (readonly [key: string, action: string])[];

const compare: Keys = [["X", "Compare with the previous period"]];

const time: Keys = [
  ...Object.entries(periodKeys).map(([key, period]) => [key.toUpperCase(), periodNames[period]] as const),
  ["←", "Earlier"],
  ["→", "Later"],
];

const refresh: Keys = [
  [".", "Live refresh on or off"],
  ["U", "Refresh now"],
  ["?", "This help"],
];

const zoom: Keys = [["Drag", "on the chart: zoom in; Back zooms out"]];

const groupsOf = {
  home: [
    { name: "Time", keys: [...time, ...compare] },
    { name: "Page", keys: [["/", "Add a filter"], ["Esc", "Clear all filters"], ...refresh] },
    { name: "Pointer", keys: [["Click", "Filter by a row"], ["Alt", "with a click: exclude a row"], ...zoom] },
  ],
  services: [
    { name: "Time", keys: time },
    {
      name: "Page",
      keys: [
        ["/", "Search"],
        ["Esc", "Clear the search"],
        ["J", "Next service"],
        ["K", "Previous service"],
        ["Enter", "Open the service"],
        ...refresh,
      ],
    },
  ],
  service: [
    { name: "Time", keys: time },
    { name: "Page", keys: [["Esc", "All operations"], ...refresh] },
    { name: "Pointer", keys: [["Click", "on an operation: show it alone"], ...zoom] },
  ],
  logs: [
    { name: "Time", keys: time },
    {
      name: "Page",
      keys: [
        ["/", "Search"],
        ["A", "Add a filter"],
        ["J", "Next record"],
        ["K", "Previous record"],
        ["Enter", "Open or close the record"],
        ["Esc", "Close the record"],
        ...refresh,
      ],
    },
    { name: "Pointer", keys: zoom },
  ],
} as const satisfies Record<string, readonly { name: string; keys: Keys }[]>;

export type HelpedPage = keyof typeof groupsOf;

/** Everything a key does on a page. */
export function KeyboardHelp({ page, onClose }: { page: HelpedPage; onClose: () => void }) {
  return (
    <Sheet open onClose={onClose} title="Keyboard">
      <div className="gap-x-8 sm:columns-2">
        {groupsOf[page].map(({ name, keys }) => (
          <section key={name} className="mb-6 break-inside-avoid">
            <h3 className="mb-2 text-12 font-medium text-muted">{name}</h3>
            <dl className="grid grid-cols-[64px_1fr] items-center gap-y-1.5 text-13">
              {keys.map(([key, action]) => (
                <div key={key} className="contents">
                  <dt>
                    <kbd className={keyClass}>{key}</kbd>
                  </dt>
                  <dd>{action}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  );
}
