/** Whether a name is one of those selected: `url.path`, `http.*` for all that begin with `http.`, or `*`. */
export type SelectField = (name: string) => boolean;

export function selectFields(selectors: readonly string[]): SelectField {
  const exact = new Set(selectors.filter((selector) => !selector.endsWith("*")));
  const prefixes = selectors.filter((selector) => selector.endsWith("*")).map((selector) => selector.slice(0, -1));
  return (name) => exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
}
