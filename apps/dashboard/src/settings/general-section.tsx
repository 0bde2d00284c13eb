"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { Project } from "@perigee/schema";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { numberOrNull, plainWords } from "../form/plain-words.ts";
import { showFailure } from "../form/show-failure.ts";
import { TextArea, TextField } from "../ui/text-field.tsx";
import { saveProject } from "./save-project.ts";
import { SaveLine, Section } from "./section.tsx";

const General = z.object({
  name: Project.shape.name.trim(),
  /** One a line; whether they are origins the API says, which also brings them to their canonical form. */
  origins: z.string(),
  retentionDays: Project.shape.retentionDays,
});

const valuesOf = ({ name, origins, retentionDays }: Project) => ({ name, origins: origins.join("\n"), retentionDays });

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

export function GeneralSection({ project }: { project: Project }) {
  const { register, handleSubmit, reset, setError, formState } = useForm({
    resolver: zodResolver(General, { error: plainWords }),
    defaultValues: valuesOf(project),
  });
  const [saved, setSaved] = useState(false);
  const save = handleSubmit(async ({ origins, ...change }) => {
    try {
      reset(valuesOf(await saveProject(project.slug, { ...change, origins: linesOf(origins) })));
      setSaved(true);
    } catch (failure) {
      showFailure(failure, { setError, fields: ["name", "origins", "retentionDays"] });
    }
  });
  const { errors, isDirty, isSubmitting } = formState;
  return (
    <Section
      title="General"
      about="What the project is called, from where it takes events, and how long it keeps them."
    >
      <form onSubmit={(event) => void save(event)} noValidate className="flex flex-col gap-4">
        <TextField label="Name" autoComplete="off" fault={errors.name?.message} {...register("name")} />
        <TextArea
          label="Origins"
          rows={Math.max(2, project.origins.length + 1)}
          spellCheck={false}
          className="font-mono"
          hint="One a line, such as https://shop.example or https://*.shop.example. Public keys are refused anywhere else."
          fault={errors.origins?.message}
          {...register("origins")}
        />
        <TextField
          label="Retention, days"
          inputMode="numeric"
          hint="For what comes in from now on."
          fault={errors.retentionDays?.message}
          {...register("retentionDays", { setValueAs: numberOrNull })}
        />
        <SaveLine busy={isSubmitting} saved={saved && !isDirty} fault={errors.root?.message} />
      </form>
    </Section>
  );
}
