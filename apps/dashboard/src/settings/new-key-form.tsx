"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { ProjectKey } from "@perigee/schema";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { request } from "../api/request.ts";
import { plainWords } from "../form/plain-words.ts";
import { showFailure } from "../form/show-failure.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { SelectField, TextField } from "../ui/text-field.tsx";

const NewKey = ProjectKey.pick({ kind: true, name: true });

const kindNames = { public: "Public, for browsers", secret: "Secret, for servers", read: "Read, for queries" };

const kinds = ProjectKey.shape.kind.options.map((value) => ({ value, name: kindNames[value] }));

/** Makes a key and shows its text, this once. `path`: where the project's keys are. */
export function NewKeyForm({ path, onMade }: { path: string; onMade: () => void }) {
  const [secret, setSecret] = useState<string | null>(null);
  const { register, handleSubmit, reset, setError, formState } = useForm({
    resolver: zodResolver(NewKey, { error: plainWords }),
    defaultValues: { kind: "public" as const, name: "" },
  });
  const create = handleSubmit(async (body) => {
    try {
      setSecret((await request<{ secret: string }>(path, { method: "POST", body })).secret);
      reset();
      onMade();
    } catch (failure) {
      showFailure(failure, { setError, fields: ["kind", "name"] });
    }
  });
  const { errors, isSubmitting } = formState;
  return (
    <div className="flex flex-col gap-4">
      <form
        onSubmit={(event) => void create(event)}
        noValidate
        className="grid items-end gap-4 sm:grid-cols-[1fr_1fr_auto]"
      >
        <TextField label="Name of a new key" autoComplete="off" fault={errors.name?.message} {...register("name")} />
        <SelectField label="Kind" options={kinds} {...register("kind")} />
        <Button type="submit" disabled={isSubmitting} className="h-9">
          Create a key
        </Button>
      </form>
      {errors.root && (
        <p role="alert" className="text-13 text-poor">
          {errors.root.message}
        </p>
      )}
      {secret && (
        <div role="status" className="flex flex-col gap-2">
          <CodeBlock name="The new key" code={secret} />
          <p className="text-12 text-muted">Copy it now: only its hash is kept, so it is not shown again.</p>
        </div>
      )}
    </div>
  );
}
