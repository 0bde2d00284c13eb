"use client";

import type { Project } from "@perigee/schema";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId } from "react";
import { request } from "../api/request.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";

/** Name and first origin are all a project needs. */
export function NewProjectForm() {
  const faultId = useId();
  const making = useMutation({
    mutationFn: (body: { name: string; origins: string[] }) =>
      request<Project>("/v1/projects", { method: "POST", body }),
    onSuccess: ({ slug }) => window.location.assign(`/${slug}`),
  });
  const create = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    making.mutate({ name: String(form.get("name")).trim(), origins: [String(form.get("origin")).trim()] });
  };
  return (
    <form onSubmit={create} className="flex flex-col gap-4">
      <TextField label="Name" name="name" required maxLength={100} autoComplete="off" placeholder="Shop" autoFocus />
      <TextField
        label="Origin"
        name="origin"
        type="url"
        required
        autoComplete="off"
        placeholder="https://shop.example"
        hint="Events from other origins are refused."
        describedBy={making.error ? faultId : undefined}
      />
      {making.error && (
        <p id={faultId} role="alert" className="text-13 text-poor">
          {making.error.message}
        </p>
      )}
      <Button type="submit" kind="primary" disabled={making.isPending} className="h-9">
        Create project
      </Button>
    </form>
  );
}
