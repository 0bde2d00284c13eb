"use client";

import type { Props } from "@perigee/browser";
import { useEffect, useEffectEvent, useRef } from "react";
import { track } from "./perigee.ts";

type TrackViewProps = { name: string; props: Props; value?: number };

/** Sends one custom event when a page shows something, and another when what it shows changes. */
export function TrackView({ name, props, value }: TrackViewProps) {
  const shown = JSON.stringify([name, props, value]);
  const sent = useRef("");
  const send = useEffectEvent(() => track(name, props, value));
  useEffect(() => {
    // React runs effects twice in development; the visit happened once.
    if (sent.current === shown) return;
    sent.current = shown;
    send();
  }, [shown]);
  return null;
}
