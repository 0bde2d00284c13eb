import { type Payment, payments } from "./pay.ts";

export const PaymentFields = ({ payment, onChange }: { payment: Payment; onChange: (payment: Payment) => void }) => (
  <fieldset className="mt-10">
    <legend className="mb-4 font-medium text-[20px]">How you pay</legend>
    <div className="overflow-hidden rounded-md border border-field-line">
      {(Object.keys(payments) as Payment[]).map((name) => (
        <label key={name} className="flex gap-3 border-line px-4 py-3 not-first:border-t has-checked:bg-sunken">
          <input
            type="radio"
            name="payment"
            checked={payment === name}
            onChange={() => onChange(name)}
            aria-describedby={`payment-${name}`}
            aria-label={payments[name].name}
            className="mt-1 size-4 shrink-0 accent-ink"
          />
          <span>
            {payments[name].name}
            <span id={`payment-${name}`} className="block text-[14px] text-muted">
              {payments[name].hint}
            </span>
          </span>
        </label>
      ))}
    </div>
  </fieldset>
);
