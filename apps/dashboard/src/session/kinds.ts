import {
  ArrowLeftRight,
  Clock,
  FileText,
  FileWarning,
  Flag,
  Gauge,
  Hourglass,
  type LucideIcon,
  MousePointerClick,
  Tag,
  Timer,
  TriangleAlert,
} from "lucide-react";
import type { Row } from "../api/rows.ts";

export type Entry = Row<"session-timeline">;
export type Kind = Entry["kind"];

/** How each kind is called on its rows and, of several, in the filter. The filter shows them in this order. */
export const kinds: Record<Kind, { word: string; several: string; icon: LucideIcon }> = {
  pageview: { word: "Page view", several: "Page views", icon: FileText },
  interaction: { word: "Click", several: "Clicks", icon: MousePointerClick },
  request: { word: "Request", several: "Requests", icon: ArrowLeftRight },
  error: { word: "Error", several: "Errors", icon: TriangleAlert },
  custom: { word: "Event", several: "Events", icon: Tag },
  vital: { word: "Vital", several: "Vitals", icon: Gauge },
  resource: { word: "File", several: "Files", icon: FileWarning },
  "long-frame": { word: "Long frame", several: "Long frames", icon: Hourglass },
  navigation: { word: "Load", several: "Loads", icon: Timer },
  flag: { word: "Flag", several: "Flags", icon: Flag },
  engagement: { word: "Reading", several: "Readings", icon: Clock },
};

export const kindNames = Object.keys(kinds) as Kind[];

/** A request that got no answer, but for one that the page itself called off, or that was answered by an error. */
export const isFailed = ({ kind, status, detail }: Entry): boolean =>
  status >= 400 || (kind === "request" && status === 0 && detail["error"] !== "AbortError");
