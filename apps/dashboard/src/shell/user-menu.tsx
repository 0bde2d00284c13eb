"use client";

import { CircleUserRound } from "lucide-react";
import { useState } from "react";
import { IconButton } from "../ui/button.tsx";
import { onDemand } from "../ui/on-demand.tsx";
import type { AccountMenuProps } from "./account-menu.tsx";

const AccountMenu = onDemand<AccountMenuProps>(() => import("./account-menu.tsx").then((loaded) => loaded.AccountMenu));

/** Who is signed in, the theme, help and the way out. */
export function UserMenu({ email, onKeys }: { email: string; onKeys?: () => void }) {
  const [open, setOpen] = useState(false);
  const face = (
    <IconButton label="Account and theme">
      <CircleUserRound size={18} aria-hidden="true" />
    </IconButton>
  );
  return <AccountMenu face={face} open={open} onOpenChange={setOpen} email={email} onKeys={onKeys} />;
}
