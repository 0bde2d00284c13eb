import { createHash } from "node:crypto";
import { BoundedCache } from "../bounded-cache.ts";
import { type Frame, parseStack } from "./stack.ts";

type Thrown = { type: string; message: string; stack?: string | undefined; mechanism?: string };

/** `issueId` is a UInt64 in decimal that all errors of one cause share; `culprit` says where it came from. */
export type Issue = { issueId: string; culprit: string };

/** Changing what goes into the hash splits every open issue in two, so the recipe has a version. */
const recipe = "v1";

/**
 * Groups by type and the first frame of the site's own code, or by the message where no frame tells, whoever noticed the error:
 * one that is thrown and also written to the console is one issue. Files that did not load are grouped by their address.
 */
export function issueOf({ type, message, stack = "", mechanism }: Thrown): Issue {
  const file = mechanism === "resource" ? addressIn(message) : undefined;
  if (file) return { issueId: hashOf(`${recipe}|${type}|${file.replace(assetHash, dropHash)}`), culprit: file };
  const frame = blamedFrame(parseStack(withoutCauses(stack)));
  const cause = frame ? `${frame.function}|${withoutContentHash(frame.file)}` : normaliseMessage(message);
  return { issueId: hashOf(`${recipe}|${type}|${cause}`), culprit: frame ? describe(frame) : "" };
}

/** The SDK writes an error's chain of causes below its stack, as "Caused by: Type: message" and the cause's own stack. */
function withoutCauses(stack: string): string {
  const end = stack.indexOf("\nCaused by:");
  return end < 0 ? stack : stack.slice(0, end);
}

/** The address that the message of a resource error names, without its scheme. Found word by word, in time linear to the text. */
function addressIn(message: string): string | undefined {
  const address = message.match(/[^\s"'<>()]+/g)?.find((word) => word.includes("/"));
  return address?.slice(address.indexOf("://") < 0 ? 0 : address.indexOf("://") + 3);
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
const withoutContentHash = (file: string): string => file.replace(scriptHash, dropHash);

const scriptHash = /[-.]([\w-]{6,})(?=\.[cm]?js$)/;
const assetHash = /[-.]([\w-]{6,})(?=\.[a-z]\w{1,4}$)/;

const dropHash = (whole: string, name: string): string => (looksHashed(name) ? "" : whole);

const looksHashed = (name: string): boolean => /\d/.test(name) || (/[a-z]/.test(name) && /[A-Z]/.test(name));

/** Ids and numbers differ from one occurrence to the next, the rest of the sentence does not. */
const normaliseMessage = (message: string): string => message.replace(/[0-9a-f]{8,}|\d+/gi, "#");
