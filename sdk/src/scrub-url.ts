/**
 * The address as it may leave the browser: no fragment, no user name or password, and of the query only the campaign
 * (`utm_…`) and what `keep` names.
 * Anything that is not http or https becomes its bare scheme (a `data:` address may hold a whole picture).
 */
export function scrubUrl(address: string, keep: readonly string[] = []): string {
  const { protocol, origin, pathname, searchParams } = new URL(address, location.href);
  if (!/^http/.test(protocol)) return protocol;
  const query = `${new URLSearchParams([...searchParams].filter(([name]) => /^utm_/.test(name) || keep.includes(name)))}`;
  return origin + pathname + (query && `?${query}`);
}
