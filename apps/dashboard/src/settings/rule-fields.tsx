"use client";

import { Trash2 } from "lucide-react";
import { type Control, type FieldErrors, type UseFormRegister, useWatch } from "react-hook-form";
import type { z } from "zod";
import { IconButton } from "../ui/button.tsx";
import { CheckField, SelectField, TextField } from "../ui/text-field.tsx";
import { patternKinds, type RedactionForm } from "./rule-form.ts";

type Values = z.input<typeof RedactionForm>;

const kindNames: Record<(typeof patternKinds)[number], string> = {
  email: "E-mail addresses",
  card: "Card numbers",
  iban: "IBANs",
  jwt: "JSON web tokens",
  "bearer-token": "Bearer tokens",
  "url-password": "Passwords in addresses",
  regex: "A regular expression",
  whole: "The whole value",
};

const methods = [
  { value: "mask", name: "Mask it: ***" },
  { value: "remove", name: "Remove it" },
  { value: "hash", name: "Hash it: equal stays equal" },
];

/** One rule: its name, where it looks, for what, and what it does with it. */
export function RuleFields(props: {
  index: number;
  register: UseFormRegister<Values>;
  control: Control<Values, unknown, z.output<typeof RedactionForm>>;
  errors: FieldErrors<Values["redaction"]["rules"][number]> | undefined;
  onRemove: () => void;
}) {
  const { index, register, errors } = props;
  const at = `redaction.rules.${index}` as const;
  const kind = useWatch({ control: props.control, name: `${at}.pattern.kind` });
  return (
    <li className="grid gap-x-4 gap-y-3 rounded border border-line p-4 sm:grid-cols-2">
      <div className="flex items-center justify-between sm:col-span-2">
        <h3 className="text-13 font-semibold">Rule {index + 1}</h3>
        <IconButton label={`Remove rule ${index + 1}`} onClick={props.onRemove}>
          <Trash2 size={14} aria-hidden="true" />
        </IconButton>
      </div>
      <TextField
        label="Name"
        autoComplete="off"
        spellCheck={false}
        hint="Stands in the metadata of the rows it changed."
        fault={errors?.name?.message}
        {...register(`${at}.name`)}
      />
      <TextField
        label="Field"
        className="font-mono"
        autoComplete="off"
        spellCheck={false}
        hint="message, props.token, props.*, or ** for every text."
        fault={errors?.selector?.message}
        {...register(`${at}.selector`)}
      />
      <SelectField
        label="What"
        options={patternKinds.map((value) => ({ value, name: kindNames[value] }))}
        {...register(`${at}.pattern.kind`)}
      />
      <SelectField label="Then" options={methods} {...register(`${at}.method`)} />
      {kind === "regex" && (
        <div className="flex flex-col gap-2 sm:col-span-2">
          <TextField
            label="Pattern"
            className="font-mono"
            autoComplete="off"
            spellCheck={false}
            hint="RE2 syntax: no back-references, no look-around."
            fault={errors?.pattern?.regex?.message ?? errors?.pattern?.message}
            {...register(`${at}.pattern.regex`)}
          />
          <CheckField label="Upper and lower case are the same" {...register(`${at}.pattern.ignoreCase`)} />
        </div>
      )}
    </li>
  );
}
