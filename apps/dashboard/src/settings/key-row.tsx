"use client";

import type { ProjectKey } from "@perigee/schema";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";

/** Revoking is for good, so it takes a second press; leaving the buttons takes the first one back. */
export function KeyRow({ of: key, onRevoke }: { of: ProjectKey; onRevoke: () => void }) {
  const [asked, setAsked] = useState(false);
  const name = key.name || `${key.start}…`;
  return (
    <li className="flex min-h-13 flex-wrap items-center gap-x-4 gap-y-1 py-2 text-13">
      <div className="min-w-0 flex-1">
        <p className="truncate">
          <span className={key.revokedAt ? "text-muted line-through" : "font-medium"}>
            {key.name || "Without a name"}
          </span>
          <span className="text-muted"> {key.kind}</span>
        </p>
        <p className="truncate text-12 text-muted">
          <span className="font-mono">{key.start}…</span>
          {key.revokedAt ? ", revoked " : ", created "}
          <RelativeTime at={Date.parse(key.revokedAt ?? key.createdAt)} />
        </p>
      </div>
      {!key.revokedAt && !asked && (
        <Button aria-label={`Revoke ${name}`} onClick={() => setAsked(true)}>
          Revoke
        </Button>
      )}
      {!key.revokedAt && asked && (
        <fieldset className="flex items-center gap-2">
          <legend className="sr-only">Revoke {name}?</legend>
          <Button kind="danger" autoFocus onClick={onRevoke}>
            Revoke for good
          </Button>
          <Button kind="plain" onClick={() => setAsked(false)}>
            Keep
          </Button>
        </fieldset>
      )}
    </li>
  );
}
