"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { type Service, ServiceNotes } from "@perigee/schema";
import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRef } from "react";
import { useFieldArray, useForm } from "react-hook-form";
import { request } from "../api/request.ts";
import { numberOrNull, plainWords } from "../form/plain-words.ts";
import { showFailure } from "../form/show-failure.ts";
import { Button } from "../ui/button.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { SelectField, TextArea, TextField } from "../ui/text-field.tsx";
import { servicePath, showChanged } from "./catalogue.ts";
import { LinkFields } from "./link-fields.tsx";

const maxLinks = 20;

const tiers = [
  { value: "", name: "Not set" },
  { value: "1", name: "1, matters most" },
  { value: "2", name: "2" },
  { value: "3", name: "3" },
  { value: "4", name: "4, matters least" },
];

type EditProps = { project: string; service: Service; onClose: () => void };

/** What people say about a service. Only what was changed is sent, so that two who edit at once do not undo each other. */
export function EditDialog({ project, service, onClose }: EditProps) {
  const client = useQueryClient();
  const team = useRef<HTMLInputElement | null>(null);
  const { ownerTeam, description, tier, links } = service;
  const { register, handleSubmit, setError, control, formState } = useForm({
    resolver: zodResolver(ServiceNotes, { error: plainWords }),
    defaultValues: { ownerTeam, description, tier, links },
  });
  const linkFields = useFieldArray({ control, name: "links" });
  const { errors, isSubmitting, dirtyFields } = formState;
  const save = handleSubmit(async (notes) => {
    const change = Object.fromEntries(Object.entries(notes).filter(([field]) => field in dirtyFields));
    try {
      const body = { method: "PATCH", body: change } as const;
      showChanged(client, project, await request<Service>(servicePath(project, service.name), body));
      onClose();
    } catch (failure) {
      const linkPaths = notes.links.flatMap((_, index) => [`links.${index}.title`, `links.${index}.url`] as const);
      showFailure(failure, { setError, fields: ["ownerTeam", "description", "tier", ...linkPaths, "links"] });
    }
  });
  const { ref: registerTeam, ...teamField } = register("ownerTeam");
  return (
    <Sheet open onClose={onClose} title={`Edit ${service.name}`} initialFocus={team}>
      <form onSubmit={(event) => void save(event)} noValidate className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label="Owner team"
            autoComplete="off"
            hint="Who answers for it."
            fault={errors.ownerTeam?.message}
            ref={(input) => {
              registerTeam(input);
              team.current = input;
            }}
            {...teamField}
          />
          <SelectField
            label="Tier"
            options={tiers}
            hint="How much it matters."
            fault={errors.tier?.message}
            {...register("tier", { setValueAs: numberOrNull })}
          />
        </div>
        <TextArea
          label="Description"
          rows={3}
          hint="What it does, in a sentence or two."
          fault={errors.description?.message}
          {...register("description")}
        />
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-2 text-13 font-medium">Links</legend>
          {linkFields.fields.length === 0 ? (
            <p className="text-12 text-muted">Its runbook, repository, dashboards.</p>
          ) : (
            <ol aria-label="Links" className="flex flex-col gap-3">
              {linkFields.fields.map(({ id }, index) => (
                <LinkFields
                  key={id}
                  index={index}
                  register={register}
                  errors={errors.links?.[index]}
                  onRemove={() => linkFields.remove(index)}
                />
              ))}
            </ol>
          )}
          <div>
            <Button
              disabled={linkFields.fields.length >= maxLinks}
              onClick={() => linkFields.append({ title: "", url: "" })}
            >
              <Plus size={14} aria-hidden="true" />
              Add a link
            </Button>
          </div>
        </fieldset>
        <div className="-mx-4 -mb-3 flex items-center gap-3 border-line border-t px-4 py-3">
          <Button type="submit" kind="primary" disabled={isSubmitting}>
            {isSubmitting ? "Saving" : "Save"}
          </Button>
          <Button kind="plain" onClick={onClose}>
            Cancel
          </Button>
          {errors.root && (
            <p role="alert" className="text-13 text-poor">
              {errors.root.message}
            </p>
          )}
        </div>
      </form>
    </Sheet>
  );
}
