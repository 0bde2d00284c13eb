/**
 * The project to which Perigee's own metrics belong. D1 counts projects from 1 and can never give out this number, the largest
 * UInt32; no key names it and nobody is its member, so what lies there reaches people through `/metrics` and `/health` alone.
 */
export const internalProjectId = 4_294_967_295;

/** Days that Perigee's own metrics are kept. */
export const internalRetentionDays = 30;
