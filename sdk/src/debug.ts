let enabled: boolean | undefined;

export function setDebug(on: boolean | undefined): void {
  enabled = on;
}

/** Says something in the console, where the site asked for that. */
export function debug(...message: unknown[]): undefined {
  if (enabled) warn(...message);
}

/** Says something that the developer of the page must know in any case. */
export function warn(...message: unknown[]): void {
  // biome-ignore lint/suspicious/noConsole: the console is the only place where an SDK can speak to the page's developer.
  console.warn("[perigee]", ...message);
}
