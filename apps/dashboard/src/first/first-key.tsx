"use client";

import { type UseMutationResult, useMutation } from "@tanstack/react-query";
import { request } from "../api/request.ts";
import { Button } from "../ui/button.tsx";

type Kind = "public" | "secret";
type Making = UseMutationResult<{ secret: string }, Error, void>;

/** Makes a key for what is about to send for the first time. */
export const useFirstKey = (slug: string, body: { kind: Kind; name: string }): Making =>
  useMutation({ mutationFn: () => request<{ secret: string }>(`/v1/projects/${slug}/keys`, { method: "POST", body }) });

/** The step in which the key is made, and shown this once. `note` says what it may do. */
export function FirstKey({ making, kind, note }: { making: Making; kind: Kind; note: string }) {
  return (
    <div className="flex flex-col gap-2">
      <h2 className="text-14 font-semibold">1. Create a {kind} key</h2>
      {making.data ? (
        <p className="text-13">
          <code className="font-mono break-all">{making.data.secret}</code>
          <span className="block text-muted">
            It is filled in below. Copy it now: only its hash is kept, so it is not shown again.
          </span>
        </p>
      ) : (
        <p className="text-13 text-muted">{note}</p>
      )}
      <div className="flex items-center gap-3">
        <Button kind={making.data ? "line" : "primary"} disabled={making.isPending} onClick={() => making.mutate()}>
          {making.data ? "Create another key" : `Create a ${kind} key`}
        </Button>
        {making.error && (
          <p role="alert" className="text-13 text-poor">
            {making.error.message}
          </p>
        )}
      </div>
    </div>
  );
}
