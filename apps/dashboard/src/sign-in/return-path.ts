/** Address of the sign-in page that leads back to `path`. */
export const signInPath = (path: string): string =>
  path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`;

/**
 * Where to go after signing in: `next` when it is a path of this site, else the front page.
 * `//host` and `/\host` are addresses of other sites to a browser and are refused, or the sign-in page would forward anyone anywhere.
 */
export function returnPath(next: string | null | undefined): string {
  return next && /^\/(?![/\\])/.test(next) && !/[\t\n\r]/.test(next) ? next : "/";
}
