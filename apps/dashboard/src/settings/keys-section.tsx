"use client";

import type { ProjectKey } from "@perigee/schema";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "../api/request.ts";
import { FailureNote } from "../ui/failure.tsx";
import { EmptyNote, SkeletonRows } from "../ui/rows-state.tsx";
import { KeyRow } from "./key-row.tsx";
import { NewKeyForm } from "./new-key-form.tsx";
import { Section } from "./section.tsx";

/** The project's keys: what there is, the way to a new one, and the end of an old one. */
export function KeysSection({ slug }: { slug: string }) {
  const path = `/v1/projects/${slug}/keys`;
  const queryKey = ["keys", slug];
  const client = useQueryClient();
  const listed = useQuery({
    queryKey,
    queryFn: ({ signal }) => request<{ keys: ProjectKey[] }>(path, { signal }),
    // A key that another member made is seen by whoever comes back to the page.
    staleTime: 0,
  });
  const listAgain = () => client.invalidateQueries({ queryKey });
  const revoking = useMutation({
    mutationFn: (id: string) => request<ProjectKey>(`${path}/${id}`, { method: "DELETE" }),
    onSuccess: listAgain,
  });
  return (
    <Section
      title="Keys"
      about="Public keys send from browsers, secret keys from servers, read keys ask queries. Only their hashes are kept."
    >
      <div className="flex flex-col gap-4">
        {listed.error ? (
          <FailureNote failure={listed.error} onRetry={() => void listed.refetch()} />
        ) : (
          <KeyList keys={listed.data?.keys} onRevoke={(id) => revoking.mutate(id)} />
        )}
        {revoking.error && (
          <p role="alert" className="text-13 text-poor">
            {revoking.error.message}
          </p>
        )}
        <NewKeyForm path={path} onMade={() => void listAgain()} />
      </div>
    </Section>
  );
}

function KeyList({ keys, onRevoke }: { keys: ProjectKey[] | undefined; onRevoke: (id: string) => void }) {
  if (!keys) return <SkeletonRows rows={3} rowClass="h-11" />;
  if (keys.length === 0) return <EmptyNote>No keys yet. Nothing can be sent without one.</EmptyNote>;
  const [live, revoked] = [keys.filter(({ revokedAt }) => !revokedAt), keys.filter(({ revokedAt }) => revokedAt)];
  return (
    <ul aria-label="Keys" className="divide-y divide-line border-line border-y">
      {[...live, ...revoked].map((key) => (
        <KeyRow key={key.id} of={key} onRevoke={() => onRevoke(key.id)} />
      ))}
    </ul>
  );
}
