"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { type Project, ProjectSettings } from "@perigee/schema";
import { useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { numberOrNull, plainWords } from "../form/plain-words.ts";
import { showFailure } from "../form/show-failure.ts";
import { percent, ratio } from "../format/number.ts";
import { TextField } from "../ui/text-field.tsx";
import { saveProject } from "./save-project.ts";
import { SaveLine, Section } from "./section.tsx";

const Intake = ProjectSettings.pick({ quota: true, sampling: true, archive: true });

const valuesOf = ({ settings: { quota, sampling, archive } }: Project) => ({ quota, sampling, archive });

const asNumber = { setValueAs: numberOrNull };

export function IntakeSection({ project }: { project: Project }) {
  const { register, handleSubmit, reset, setError, control, formState } = useForm({
    resolver: zodResolver(Intake, { error: plainWords }),
    defaultValues: valuesOf(project),
  });
  const rate = Number(useWatch({ control, name: "sampling.rate" }));
  const [saved, setSaved] = useState(false);
  const save = handleSubmit(async (settings) => {
    try {
      reset(valuesOf(await saveProject(project.slug, { settings })));
      setSaved(true);
    } catch (failure) {
      showFailure(failure, {
        setError,
        fields: ["quota.eventsPerMinute", "quota.eventsPerDay", "sampling.rate", "sampling.slowMs", "archive.rate"],
      });
    }
  });
  const { errors, isDirty, isSubmitting } = formState;
  return (
    <Section title="Intake" about="How much is taken in, which part of it is kept, and what is copied to the archive.">
      <form onSubmit={(event) => void save(event)} noValidate className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label="Events a minute"
            inputMode="numeric"
            placeholder="No limit"
            hint="What comes above it is refused with 429 and sent again later."
            fault={errors.quota?.eventsPerMinute?.message}
            {...register("quota.eventsPerMinute", asNumber)}
          />
          <TextField
            label="Events a day"
            inputMode="numeric"
            placeholder="No limit"
            hint="Counted from midnight UTC."
            fault={errors.quota?.eventsPerDay?.message}
            {...register("quota.eventsPerDay", asNumber)}
          />
          <TextField
            label="Share of visits kept"
            inputMode="decimal"
            hint={rate > 0 && rate < 1 ? keptWords(rate) : "From 0.0001 to 1, which keeps all of them."}
            fault={errors.sampling?.rate?.message}
            {...register("sampling.rate", asNumber)}
          />
          <TextField
            label="Always kept when slower than, ms"
            inputMode="numeric"
            hint="Errors are always kept."
            fault={errors.sampling?.slowMs?.message}
            {...register("sampling.slowMs", asNumber)}
          />
          <TextField
            label="Share of messages archived"
            inputMode="decimal"
            hint="From 0, which is off, to 1. The archive is cold storage, apart from the database."
            fault={errors.archive?.rate?.message}
            {...register("archive.rate", asNumber)}
          />
        </div>
        <SaveLine busy={isSubmitting} saved={saved && !isDirty} fault={errors.root?.message} />
      </form>
    </Section>
  );
}

const keptWords = (rate: number): string => `${percent(rate)} of visits; each stands for ${ratio(1 / rate)}.`;
