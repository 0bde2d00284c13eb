import { createHash } from "node:crypto";
import { BoundedCache } from "../bounded-cache.ts";
import { type Frame, parseStack } from "./stack.ts";

type Thrown = { type: string; message: string; stack?: string | undefined };

/** `issueId` is a UInt64 in decimal that all errors of one cause share; `culprit` says where it came from. */
export type Issue = { issueId: string; culprit: string };

/** Changing what goes into the hash splits every open issue in two, so the recipe has a version. */
const recipe = "v1";

/** Groups by type and the first frame of the site's own code, or by the message where no frame tells. */
export function issueOf({ type, message, stack = "" }: Thrown): Issue {
  const frame = blamedFrame(parseStack(stack));
  const cause = frame ? `${frame.function}|${withoutContentHash(frame.file)}` : normaliseMessage(message);
  return { issueId: hashOf(`${recipe}|${type}|${cause}`), culprit: frame ? describe(frame) : "" };
}

/** A page that fails does so again and again. Texts are a few kB at most, as the limits of an event and of a frame have it. */
const hashes = new BoundedCache<string>(500);

function hashOf(fingerprint: string): string {
  const known = hashes.get(fingerprint);
  if (known) return known;
  const hash = createHash("sha256").update(fingerprint).digest().readBigUInt64BE(0).toString();
  hashes.set(fingerprint, hash);
  return hash;
}

const blamedFrame = (frames: Frame[]): Frame | undefined => frames.find((frame) => frame.inApp) ?? frames[0];

const describe = ({ function: name, file }: Frame): string => (name ? `${name} (${file})` : file);

/** `/assets/app-3f9a1c2b.js` is `/assets/app.js` before and after a deploy: build tools name files by their content. */
function withoutContentHash(file: string): string {
  return file.replace(/[-.]([\w-]{6,})(?=\.[cm]?js$)/, (whole, name: string) => (looksHashed(name) ? "" : whole));
}

const looksHashed = (name: string): boolean => /\d/.test(name) || (/[a-z]/.test(name) && /[A-Z]/.test(name));

/** Ids and numbers differ from one occurrence to the next, the rest of the sentence does not. */
const normaliseMessage = (message: string): string => message.replace(/[0-9a-f]{8,}|\d+/gi, "#");
