import { createAuthClient } from "better-auth/client";

/** better-auth's own client, aimed at the API behind this site's `/api`. Made when used: it needs the page's origin. */
export const authClient = () => createAuthClient({ baseURL: `${window.location.origin}/api/v1/auth` });
