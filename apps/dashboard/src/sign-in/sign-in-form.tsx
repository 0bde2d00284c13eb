"use client";

import { type FormEvent, useId, useState } from "react";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";
import { authClient } from "./auth-client.ts";

const reasons: Record<number, string> = {
  401: "E-mail or password is wrong. Check both and try again.",
  403: "The API does not accept sign-ins from this address. Add it to DASHBOARD_URL.",
  429: "Too many attempts. Wait a minute and try again.",
  502: "The API did not answer. Check that it runs and try again.",
};

/** E-mail and password; leads to `next` when the API accepts them. */
export function SignInForm({ next }: { next: string }) {
  const [fault, setFault] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const faultId = useId();

  const signIn = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    setFault(null);
    const { error } = await authClient().signIn.email({
      email: String(form.get("email")).trim(),
      password: String(form.get("password")),
    });
    // A full load, so that the server sees the new cookie and nothing of a former user stays in memory.
    if (!error) return window.location.assign(next);
    setPending(false);
    setFault(reasons[error.status] ?? error.message ?? "Signing in failed. Try again.");
  };

  return (
    <form method="post" onSubmit={(event) => void signIn(event)} className="flex flex-col gap-4">
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
        describedBy={fault ? faultId : undefined}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        describedBy={fault ? faultId : undefined}
      />
      {fault && (
        <p id={faultId} role="alert" className="text-13 text-poor">
          {fault}
        </p>
      )}
      <Button type="submit" kind="primary" disabled={pending} className="h-9">
        {pending ? "Signing in" : "Sign in"}
      </Button>
    </form>
  );
}
