import type { RedactionPreset } from "../project-settings.ts";
import { findCards } from "./card.ts";
import { findBearerTokens, findJwts, findPasswordParameters, findUserInfo } from "./credentials.ts";
import { findEmails } from "./email.ts";
import { findIbans } from "./iban.ts";
import type { Find } from "./span.ts";

/** User info goes first, before it could look like an e-mail address together with the host behind it. */
export const presets = {
  "url-password": [findUserInfo, findPasswordParameters],
  jwt: [findJwts],
  "bearer-token": [findBearerTokens],
  email: [findEmails],
  iban: [findIbans],
  card: [findCards],
} as const satisfies Record<RedactionPreset, readonly Find[]>;

/**
 * Whether a preset could find anything, which is nearly always no: the one look that each text of each event gets. It is taken in two
 * parts, as the first says no to nearly all and takes a quarter of the time of the second, exact one (8 of 30 us for 400 texts).
 */
export const mayHoldSecret = (text: string): boolean =>
  text.length >= shortest && trace.test(text) && suspicion.test(text);

/** `a@b.co` */
const shortest = 6;

const trace = /[@=%]|\d\d[ -]?[a-zA-Z\d]{4}|yJ|[bB](?:earer|EARER)/;

/** An @ for addresses and user info, = for parameters, and the least that each of the others has. */
const suspicion = /[@=]|%40|%3d|eyJ|bearer|\d{4}[ -]?\d{4}|[a-z]{2}\d\d[ -]?[a-z\d]{4}/i;
