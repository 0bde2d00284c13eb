import { useId } from "react";
import { type CheckoutField, type CheckoutForm, type CheckoutProblems, checkoutFields } from "./validate-checkout.ts";

type AddressFieldsProps = {
  form: CheckoutForm;
  problems: CheckoutProblems;
  onChange: (field: CheckoutField, text: string) => void;
};

export const AddressFields = ({ form, problems, onChange }: AddressFieldsProps) => (
  <fieldset className="grid gap-x-4 gap-y-5 sm:grid-cols-2">
    <legend className="mb-4 font-medium text-[20px]">Where it goes</legend>
    {(Object.keys(checkoutFields) as CheckoutField[]).map((field) => (
      <Field
        key={field}
        field={field}
        text={form[field]}
        problem={problems[field]}
        onChange={(text) => onChange(field, text)}
      />
    ))}
  </fieldset>
);

type FieldProps = { field: CheckoutField; text: string; problem: string | undefined; onChange: (text: string) => void };

function Field({ field, text, problem, onChange }: FieldProps) {
  const id = useId();
  const { label, autoComplete } = checkoutFields[field];
  return (
    <div className={field === "street" ? "sm:col-span-2" : undefined}>
      <label htmlFor={id} className="mb-1.5 block text-[14px]">
        {label}
      </label>
      <input
        id={id}
        name={field}
        type={field === "email" ? "email" : "text"}
        autoComplete={autoComplete}
        required
        value={text}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={problem !== undefined}
        aria-describedby={problem && `${id}-problem`}
        className="field"
      />
      {problem && (
        <p id={`${id}-problem`} className="mt-1 text-[13px] text-poor">
          {problem}
        </p>
      )}
    </div>
  );
}
