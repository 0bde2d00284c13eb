"use client";

import { usePerigee } from "@perigee/browser/react";
import { useEffect } from "react";
import { storedProfile } from "../account/profile.ts";
import { useStored } from "../stored.ts";

/** Says who is signed in, by a number of the shop's own: the name stays in the browser. Signing out begins a new visit. */
export function Visitor() {
  const client = usePerigee();
  const { customer, units } = useStored(storedProfile);
  useEffect(() => {
    if (customer) client.identify(customer, { units });
  }, [client, customer, units]);
  return null;
}
