"use client";

import type { ServiceNotes } from "@perigee/schema";
import { Trash2 } from "lucide-react";
import type { FieldErrors, UseFormRegister } from "react-hook-form";
import { IconButton } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";

/** One link of a service: what it leads to, and where. */
export function LinkFields(props: {
  index: number;
  register: UseFormRegister<ServiceNotes>;
  errors: FieldErrors<ServiceNotes["links"][number]> | undefined;
  onRemove: () => void;
}) {
  const { index, register, errors } = props;
  return (
    <li className="grid grid-cols-[1fr_auto] items-start gap-2 max-sm:border-line max-sm:border-b max-sm:pb-3 sm:grid-cols-[160px_1fr_auto]">
      <TextField
        label="Title"
        autoComplete="off"
        placeholder="Runbook"
        fault={errors?.title?.message}
        {...register(`links.${index}.title`)}
      />
      <div className="max-sm:col-start-1 max-sm:row-start-2">
        <TextField
          label="Address"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder="https://wiki.example/checkout"
          fault={errors?.url?.message}
          {...register(`links.${index}.url`)}
        />
      </div>
      <IconButton label={`Remove link ${index + 1}`} className="mt-6.5" onClick={props.onRemove}>
        <Trash2 size={14} aria-hidden="true" />
      </IconButton>
    </li>
  );
}
