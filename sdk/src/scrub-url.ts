/**
 * The address as it may leave the browser: no fragment, no user name or password, and of the query only what `keep` names.
 * Anything that is not http or https becomes its bare scheme (a `data:` address may hold a whole picture).
 */
export function scrubUrl(address: string, base: string, keep: readonly string[] = []): string {
  const { protocol, origin, pathname, searchParams } = new URL(address, base);
  if (!/^https?:$/.test(protocol)) return protocol;
  const query = `${new URLSearchParams([...searchParams].filter(([name]) => keep.includes(name)))}`;
  return origin + pathname + (query && `?${query}`);
}
