import type { ReactNode } from "react";
import { Mark } from "./mark.tsx";

/** A page with one thing on it: signing in, the first project, a message. */
export function Front({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[16dvh] pb-16">
      <div className="w-full max-w-[360px]">
        <div className="mb-6 flex items-center gap-2 text-accent">
          <Mark size={28} />
          <span className="text-16 font-semibold text-text">Perigee</span>
        </div>
        <h1 className="mb-4 text-20 font-semibold">{title}</h1>
        {children}
      </div>
    </main>
  );
}
