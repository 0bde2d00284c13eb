"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { IconButton } from "./button.tsx";

/** Code to copy. */
export function CodeBlock({ name, code }: { name: string; code: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(code);
    setCopied(true);
  };
  return (
    <figure className="rounded border border-line bg-sunken">
      <figcaption className="flex items-center justify-between border-line border-b pr-1 pl-3 text-12 text-muted">
        {name}
        <IconButton
          label={copied ? `${name}: copied` : `Copy ${name}`}
          onClick={() => void copy()}
          onBlur={() => setCopied(false)}
        >
          {copied ? (
            <Check size={14} className="text-good" aria-hidden="true" />
          ) : (
            <Copy size={14} aria-hidden="true" />
          )}
        </IconButton>
      </figcaption>
      <pre className="overflow-x-auto px-3 py-2 font-mono text-12 leading-5">{code}</pre>
    </figure>
  );
}
