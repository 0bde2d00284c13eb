"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { Project } from "@perigee/schema";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useFieldArray, useForm } from "react-hook-form";
import { plainWords } from "../form/plain-words.ts";
import { showFailure } from "../form/show-failure.ts";
import { Button } from "../ui/button.tsx";
import { CheckField } from "../ui/text-field.tsx";
import { RuleFields } from "./rule-fields.tsx";
import { newRule, RedactionForm, toForm } from "./rule-form.ts";
import { saveProject } from "./save-project.ts";
import { SaveLine, Section } from "./section.tsx";

const valuesOf = ({ settings: { redaction } }: Project) => ({
  redaction: { defaults: redaction.defaults, rules: redaction.rules.map(toForm) },
});

export function RedactionSection({ project }: { project: Project }) {
  const { register, handleSubmit, reset, setError, control, formState } = useForm({
    resolver: zodResolver(RedactionForm, { error: plainWords }),
    defaultValues: valuesOf(project),
  });
  const rules = useFieldArray({ control, name: "redaction.rules" });
  const [saved, setSaved] = useState(false);
  const save = handleSubmit(async (settings) => {
    try {
      reset(valuesOf(await saveProject(project.slug, { settings })));
      setSaved(true);
    } catch (failure) {
      const fields = settings.redaction.rules.flatMap((_, index) => ruleFields(index));
      showFailure(failure, { setError, fields });
    }
  });
  const { errors, isDirty, isSubmitting } = formState;
  return (
    <Section title="Redaction" about="What is taken out of events before anything is stored, rule after rule.">
      <form onSubmit={(event) => void save(event)} noValidate className="flex flex-col gap-4">
        <CheckField
          label="Mask what is secret by its form"
          hint="E-mail addresses, card numbers, IBANs, JSON web tokens, bearer tokens and passwords in addresses, in every text."
          {...register("redaction.defaults")}
        />
        {rules.fields.length === 0 ? (
          <p className="text-13 text-muted">No rules of your own.</p>
        ) : (
          <ol aria-label="Rules" className="flex flex-col gap-4">
            {rules.fields.map(({ id }, index) => (
              <RuleFields
                key={id}
                index={index}
                register={register}
                control={control}
                errors={errors.redaction?.rules?.[index]}
                onRemove={() => rules.remove(index)}
              />
            ))}
          </ol>
        )}
        <div>
          <Button onClick={() => rules.append(newRule)}>
            <Plus size={14} aria-hidden="true" />
            Add a rule
          </Button>
        </div>
        <SaveLine
          busy={isSubmitting}
          saved={saved && !isDirty}
          fault={errors.root?.message ?? errors.redaction?.rules?.root?.message}
        />
      </form>
    </Section>
  );
}

const ruleFields = (index: number) =>
  (["name", "selector", "pattern.regex", "pattern", "method"] as const).map(
    (field) => `redaction.rules.${index}.${field}` as const,
  );
