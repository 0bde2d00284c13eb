"use client";

import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { ApiFailure } from "../api/request.ts";
import { signInPath } from "../sign-in/return-path.ts";

/** A session that ended while the page was open leads to the sign-in page, which leads back here. */
function onFailure(failure: Error): void {
  if (!(failure instanceof ApiFailure) || failure.type !== "unauthenticated") return;
  window.location.assign(signInPath(window.location.pathname + window.location.search));
}

/** Every query key carries its time range, so an answer never goes stale under its key; refreshing makes new keys. */
function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: onFailure }),
    defaultOptions: {
      queries: { staleTime: Number.POSITIVE_INFINITY, gcTime: 60_000, retry: false, refetchOnWindowFocus: false },
    },
  });
}

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  return (
    <ThemeProvider attribute="data-theme" defaultTheme="system" disableTransitionOnChange>
      <QueryClientProvider client={client}>
        <NuqsAdapter>{children}</NuqsAdapter>
      </QueryClientProvider>
    </ThemeProvider>
  );
}
