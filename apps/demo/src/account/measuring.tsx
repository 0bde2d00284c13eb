import type { Consent } from "@perigee/browser";
import { useStored } from "../stored.ts";
import { chooseConsent, consentNames, storedConsent } from "../telemetry/consent.ts";

/** The visitor's consent, to be seen and changed at any time. */
export function Measuring() {
  const consent = useStored(storedConsent) ?? "granted";
  return (
    <section id="measuring" aria-labelledby="measuring-title" className="mt-6 rounded-md bg-sunken p-6">
      <h2 id="measuring-title" className="font-medium text-[20px]">
        Measuring
      </h2>
      <fieldset className="mt-4">
        <legend className="text-[14px] text-muted">May Perigee measure this visit?</legend>
        {(Object.keys(consentNames) as Consent[]).map((name) => (
          <label key={name} className="flex gap-3 pt-3">
            <input
              type="radio"
              name="consent"
              className="mt-1 size-4 shrink-0 accent-ink"
              checked={consent === name}
              onChange={() => chooseConsent(name)}
              aria-label={consentNames[name].name}
              aria-describedby={`consent-${name}`}
            />
            <span>
              {consentNames[name].name}
              <span id={`consent-${name}`} className="block text-[14px] text-muted">
                {consentNames[name].hint}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
    </section>
  );
}
