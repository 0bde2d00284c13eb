"use client";

import { Menu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import { floatClass, floatItemClass } from "../ui/floating.ts";
import type { FloatProps } from "../ui/on-demand.tsx";
import { type LivePace, livePaceNames, useLivePace } from "./clock.tsx";

/** The paces of live refresh. */
export function PaceMenu({ face, open, onOpenChange }: FloatProps) {
  const { pace, setPace } = useLivePace();
  return (
    <Menu.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <Menu.Trigger render={face} />
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className="z-40">
          <Menu.Popup className={`${floatClass} min-w-40 p-1`}>
            <Menu.RadioGroup value={pace} onValueChange={(value: LivePace) => void setPace(value)}>
              {livePaceNames.map((name) => (
                <Menu.RadioItem key={name} value={name} closeOnClick className={floatItemClass}>
                  <span className="flex-1">{name === "off" ? "Live refresh off" : `Every ${name}`}</span>
                  <Menu.RadioItemIndicator>
                    <Check size={14} className="text-accent" aria-hidden="true" />
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
