"use client";

import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { buttonClass } from "./button.tsx";

/** A dialog on wide screens, a sheet from below on narrow ones. */
export function Sheet(props: {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What has the focus first, except on touch screens, where that would bring up the keyboard. */
  initialFocus?: RefObject<HTMLElement | null>;
  children: ReactNode;
}) {
  return (
    <Dialog.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup
          initialFocus={(interaction) => interaction === "touch" || (props.initialFocus?.current ?? true)}
          className="appear fixed inset-x-0 bottom-0 z-50 flex max-h-[88dvh] flex-col rounded-t border border-line bg-surface shadow-float outline-none sm:inset-x-auto sm:top-[8dvh] sm:bottom-auto sm:left-1/2 sm:max-h-[84dvh] sm:w-[680px] sm:max-w-[calc(100vw-32px)] sm:rounded sm:[--appear-x:-50%] sm:-translate-x-1/2"
        >
          <header className="flex items-center justify-between gap-4 border-line border-b py-2 pr-2 pl-4">
            <Dialog.Title className="text-16 font-semibold">{props.title}</Dialog.Title>
            <Dialog.Close className={buttonClass("plain", true)} aria-label="Close" title="Close">
              <X size={16} aria-hidden="true" />
            </Dialog.Close>
          </header>
          <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-4 py-3">{props.children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
