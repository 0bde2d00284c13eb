"use client";

import { Menu } from "@base-ui/react/menu";
import { Check, Keyboard, LogOut } from "lucide-react";
import { useTheme } from "next-themes";
import { authClient } from "../sign-in/auth-client.ts";
import { floatClass, floatItemClass } from "../ui/floating.ts";
import type { FloatProps } from "../ui/on-demand.tsx";

const themes = [
  { value: "light", name: "Light" },
  { value: "dark", name: "Dark" },
  { value: "system", name: "System" },
];

/** Ends the session at the API and starts afresh at the sign-in page. */
async function signOut(): Promise<void> {
  await authClient().signOut();
  window.location.assign("/sign-in");
}

export type AccountMenuProps = FloatProps & { email: string; onKeys?: (() => void) | undefined };

export function AccountMenu({ face, open, onOpenChange, email, onKeys }: AccountMenuProps) {
  const { theme, setTheme } = useTheme();
  return (
    <Menu.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <Menu.Trigger render={face} />
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className="z-40">
          <Menu.Popup className={`${floatClass} w-56 p-1`}>
            <p className="truncate px-2 py-1.5 text-12 text-muted">{email}</p>
            <Menu.Separator className="-mx-1 my-1 h-px bg-line" />
            <Menu.RadioGroup value={theme ?? "system"} onValueChange={(value: string) => setTheme(value)}>
              {themes.map(({ value, name }) => (
                <Menu.RadioItem key={value} value={value} className={floatItemClass}>
                  <span className="flex-1">{name}</span>
                  <Menu.RadioItemIndicator>
                    <Check size={14} className="text-accent" aria-hidden="true" />
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Separator className="-mx-1 my-1 h-px bg-line" />
            {onKeys && (
              <Menu.Item className={floatItemClass} onClick={onKeys}>
                <Keyboard size={14} className="text-muted" aria-hidden="true" />
                Keyboard
              </Menu.Item>
            )}
            <Menu.Item className={floatItemClass} onClick={() => void signOut()}>
              <LogOut size={14} className="text-muted" aria-hidden="true" />
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
