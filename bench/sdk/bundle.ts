import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

/** KB of 1024 bytes. */
export type Sizes = { minKb: number; gzipKb: number; brotliKb: number };

/** Bundles an entry that imports from a folder's packages, as a site would for production. */
export async function bundle(entry: string, folder: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: folder },
    bundle: true,
    minify: true,
    format: "iife",
    platform: "browser",
    target: "es2020",
    legalComments: "none",
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

export function measureSizes(code: string): Sizes {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  return {
    minKb: Buffer.byteLength(code) / 1024,
    gzipKb: gzipSync(code, { level: 9 }).length / 1024,
    brotliKb: brotliCompressSync(code, quality).length / 1024,
  };
}
