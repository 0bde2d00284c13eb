import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

/** The package as others get it: what `npm pack` would send, seen from a project that depends on it. Needs a build. */
// npm and the compiler take seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const root = join(import.meta.dirname, "..");
const run = promisify(execFile);
const { resolve } = createRequire(import.meta.url);

const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
const subpaths = Object.keys(manifest.exports).filter((path) => !path.endsWith("js") && !path.endsWith("json"));
const nameOf = (subpath: string) => `@perigee/browser${subpath.slice(1)}`;

let project: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "perigee-consumer-"));
  await mkdir(join(project, "node_modules/@perigee"), { recursive: true });
  await mkdir(join(project, "node_modules/@types"));
  await symlink(root, join(project, "node_modules/@perigee/browser"));
  for (const name of ["react", "react-dom", "next", "@types/react", "@types/react-dom"]) {
    await symlink(dirname(resolve(`${name}/package.json`)), join(project, "node_modules", name));
  }
});

afterAll(() => rm(project, { recursive: true }));

/** Bundles a module of the project for a browser; React stands outside, so that only our code is in it. */
async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: project },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    external: ["react", "next"],
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

const times = (text: string, part: string) => text.split(part).length - 1;

describe("one client", () => {
  /** One stands once in the core, the other once in a part that only `init` brings along. */
  const [core, initial] = ["/v1/events?key=", " did not load"];

  it("a bundle of every entry holds the SDK once", async () => {
    const together = await bundle(`
      export { init, createClient } from "@perigee/browser";
      export { PerigeeProvider } from "@perigee/browser/react";
      export { PerigeeNext } from "@perigee/browser/next";
    `);
    expect([times(together, core), times(together, initial)]).toEqual([1, 1]);
    // The context too: what one entry provides the other must find.
    expect(times(together, "createContext")).toBe(1);
  });

  it("the React entry alone brings nothing of the SDK along", async () => {
    const alone = await bundle(`export * from "@perigee/browser/react"`);
    expect([times(alone, core), times(alone, initial)]).toEqual([0, 0]);
  });

  it("a client of one's own leaves out what it does not name, also under Next", async () => {
    const slim = await bundle(`
      import { createFullClient, errors } from "@perigee/browser";
      import { PerigeeProvider } from "@perigee/browser/react";
      import { nextVitals, PerigeePages, PerigeeVitals } from "@perigee/browser/next";
      export const use = [PerigeeProvider, PerigeePages, PerigeeVitals, (o) => createFullClient(o, [errors, nextVitals])];
    `);
    expect([times(slim, core), times(slim, initial)]).toEqual([1, 0]);
    expect(slim).not.toContain("largest-contentful-paint");
  });
});

describe("what is published", () => {
  it("is built files and their maps, the README and the manifest, and no test or source", async () => {
    const { stdout } = await run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root });
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    expect(paths.filter((path) => !/^(dist\/.+|README\.md|package\.json|LICENSE)$/.test(path))).toEqual([]);
    expect(paths.filter((path) => /test|spec|snippet|script-(tag|options)/.test(path))).toEqual([]);
    expect(paths).toEqual(expect.arrayContaining(["dist/index.js.map", "dist/react.js.map", "dist/next.js.map"]));
    for (const target of Object.values(manifest.exports)) {
      const named = typeof target === "string" ? [target] : Object.values(target as Record<string, string>);
      expect([...paths.map((path) => `./${path}`)]).toEqual(expect.arrayContaining(named));
    }
  });

  it("declares that nothing happens on import", () => expect(manifest.sideEffects).toBe(false));

  it.each(["index", "react", "next"])("%s.js carries its sources in its map", async (name) => {
    const map = JSON.parse(await readFile(join(root, `dist/${name}.js.map`), "utf8"));
    expect(map.sourcesContent).toHaveLength(map.sources.length);
    expect(map.sourcesContent.every((text: unknown) => typeof text === "string" && text.length > 0)).toBe(true);
  });

  it.each([
    ["react.js", true],
    ["next.js", true],
    ["next-server.js", false],
    ["index.js", false],
  ])("%s is for client components alone: %s", async (name, isClientOnly) => {
    const code = await readFile(join(root, "dist", name), "utf8");
    expect(code.startsWith('"use client";')).toBe(isClientOnly);
  });
});

describe("a project that depends on it", () => {
  it.each(subpaths)("imports %s in Node, harmlessly", async (subpath) => {
    const code = `const names = Object.keys(await import("${nameOf(subpath)}")); if (!names.length) throw 1; console.log(names.join())`;
    const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", code], { cwd: project });
    expect(stdout.trim()).not.toBe("");
    expect(stderr).toBe("");
  });

  it.each([
    ["bundler", "esnext"],
    ["nodenext", "nodenext"],
  ])("compiles against the types with %s resolution", async (moduleResolution, module) => {
    await writeFile(join(project, "package.json"), JSON.stringify({ type: "module" }));
    await writeFile(join(project, "app.tsx"), app);
    const compilerOptions = {
      strict: true,
      noEmit: true,
      exactOptionalPropertyTypes: true,
      target: "es2022",
      lib: ["es2022", "dom", "dom.iterable"],
      types: [],
      jsx: "react-jsx",
      module,
      moduleResolution,
      preserveSymlinks: true,
      // Next's own types want Node's; what is ours is checked by app.tsx, which uses all of it.
      skipLibCheck: true,
    };
    await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["app.tsx"] }));
    const tsc = join(dirname(resolve("typescript/package.json")), "bin/tsc");
    const { stdout } = await run(process.execPath, [tsc, "-p", project]).catch((failure) => failure);
    expect(stdout).toBe("");
  });
});

const app = `
import { type Client, createFullClient, errors, init, type Options, pageviews, type WireEvent } from "@perigee/browser";
import { nextVitals, PerigeeNext, PerigeePages, PerigeeVitals, routePatternOf } from "@perigee/browser/next";
import { TraceLink } from "@perigee/browser/next/server";
import { ErrorBoundary, PerigeeProvider, reactErrorHandlers, usePage, usePerigee, useTrack } from "@perigee/browser/react";
import script from "@perigee/browser/script.json" with { type: "json" };

const options: Options = { apiKey: "pk_1", endpoint: "/telemetry", beforeSend: (event: WireEvent) => event };
const client: Client = createFullClient(options, [pageviews, errors, nextVitals]);
const integrity: string = script.integrity;
const route: string = routePatternOf("/product/1", { id: "1" });

function Buy() {
  usePage({ route });
  const track = useTrack();
  track("bought", { integrity }, 49);
  return <button type="button">{usePerigee().sessionId}</button>;
}

export const { onCaughtError } = reactErrorHandlers(client);
export const page = (
  <PerigeeNext options={options}>
    <TraceLink />
    <PerigeeProvider client={() => init(options)}>
      <PerigeePages />
      <PerigeeVitals />
      <ErrorBoundary fallback={({ error, reset }) => <button type="button" onClick={reset}>{String(error)}</button>} resetKeys={[route]}>
        <Buy />
      </ErrorBoundary>
    </PerigeeProvider>
  </PerigeeNext>
);
// @ts-expect-error a client is no options
export const wrong = <PerigeeNext options={client} />;
`;
