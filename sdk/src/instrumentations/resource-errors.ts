import { errorDraft } from "../error-draft.ts";
import type { Instrumentation } from "../instrumentation.ts";
import { capture } from "../safely.ts";

/** Scripts, style sheets, pictures, media and frames that did not load. A page without a picture still works: that is but a warning. */
export const resourceErrors: Instrumentation = (emit, context) =>
  // Their error events do not bubble; those of running scripts have the window as their target, and are not ours.
  capture(window, "error", ({ target }) => {
    const { localName, currentSrc, src, href, rel } = target as Partial<HTMLImageElement & HTMLLinkElement>;
    const address = currentSrc || src || href;
    if (!localName || !address) return;
    const message = `${localName} ${context.scrub(address)} did not load`;
    const level = /script|stylesheet/.test(localName + rel) ? "error" : "warning";
    emit(errorDraft({ name: "ResourceError", message }, "resource", { level }));
  });
