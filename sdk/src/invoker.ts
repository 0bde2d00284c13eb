/**
 * What the Long Animation Frames API says called a script, as it may leave the browser: without the query of an address, the source of a
 * `data:` address, and the `src` that stands for an element without an id, as in `IMG[src=/avatar?token=1].onload`.
 */
export const cutInvoker = (invoker: string): string => invoker.replace(/\[.*\]|[?,].*/s, "");
