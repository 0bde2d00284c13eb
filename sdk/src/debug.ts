let say: ((...message: unknown[]) => void) | undefined;

/** Lets the reasons for what is dropped be heard. */
export function setDebug(speaker: typeof say): void {
  say = speaker;
}

/** Says something to the developer of the page, where the site asked for that. */
export const debug = (...message: unknown[]): undefined => void say?.(...message);

/** Says something that the developer of the page must know in any case. */
export function warn(...message: unknown[]): void {
  // biome-ignore lint/suspicious/noConsole: the console is the only place where an SDK can speak to the page's developer.
  console.warn("[perigee]", ...message);
}
