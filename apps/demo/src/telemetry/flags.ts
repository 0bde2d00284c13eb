import { usePerigee } from "@perigee/browser/react";
import { useEffect } from "react";
import { stored, useStored } from "../stored.ts";

const variants = ["plain", "promise"] as const;
type Variant = (typeof variants)[number];

/** A coin thrown once a visit, in the place of a flag service. */
const deliveryNote = stored<Variant | null>({
  key: "small-orbit.flag.delivery-note",
  storage: "session",
  fallback: null,
  accepts: (value): value is Variant => variants.some((variant) => variant === value),
});

/** The variant of the note beside a price; null on the server. Perigee hears of it when a page shows it. */
export function useDeliveryNote(): Variant | null {
  const client = usePerigee();
  const variant = useStored(deliveryNote);
  useEffect(() => {
    if (variant) client.flag("delivery-note", variant);
    else deliveryNote.write(Math.random() < 0.5 ? "plain" : "promise");
  }, [client, variant]);
  return variant;
}
