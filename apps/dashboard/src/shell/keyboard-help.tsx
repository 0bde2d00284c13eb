"use client";

import { periodNames } from "../time/period.ts";
import { periodKeys } from "../time/period-keys.ts";
import { keyClass } from "../ui/floating.ts";
import { Sheet } from "../ui/sheet.tsx";

const time = Object.entries(periodKeys).map(([key, period]) => [key.toUpperCase(), periodNames[period]] as const);

const groups = [
  {
    name: "Time",
    keys: [...time, ["X", "Compare with the previous period"], ["←", "Earlier"], ["→", "Later"]] as const,
  },
  {
    name: "Page",
    keys: [
      ["/", "Add a filter"],
      ["Esc", "Clear all filters"],
      [".", "Live refresh on or off"],
      ["U", "Refresh now"],
      ["?", "This help"],
    ] as const,
  },
  {
    name: "Pointer",
    keys: [
      ["Click", "Filter by a row"],
      ["Alt", "with a click: exclude a row"],
      ["Drag", "on the chart: zoom in; Back zooms out"],
    ] as const,
  },
];

/** Everything a key does. */
export function KeyboardHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Sheet open={open} onClose={onClose} title="Keyboard">
      <div className="gap-x-8 sm:columns-2">
        {groups.map(({ name, keys }) => (
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
