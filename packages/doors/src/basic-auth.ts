/**
 * The password of Basic authentication: where Grafana's and Prometheus' clients can put a key. The user may be anything.
 * RFC 7617, section 2.
 */
export function passwordOf(headers: Headers): string | undefined {
  const encoded = /^basic +([a-z0-9+/=]+) *$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (encoded === undefined) return;
  const credentials = decode(encoded);
  const colon = credentials.indexOf(":");
  return colon < 0 ? undefined : credentials.slice(colon + 1) || undefined;
}

function decode(base64: string): string {
  try {
    return atob(base64);
  } catch {
    // What is not base64 holds no password; ingest then says that the key is missing.
    return "";
  }
}
