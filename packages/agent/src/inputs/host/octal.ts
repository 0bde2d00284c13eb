/** The kernel writes space, tab, newline and backslash of paths in octal, such as `\040` (proc_mounts(5), getmntent(3)). */
export const unescapeOctal = (text: string): string =>
  text.replaceAll(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
