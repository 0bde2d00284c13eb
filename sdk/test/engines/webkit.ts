import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { type Engine, type EngineSource, findProgram } from "./engine.ts";

/** Each release puts its browser for tests in a folder of its own name: /usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser. */
function findMiniBrowser(): string | undefined {
  const below = (folder: string) => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []);
  return below("/usr/lib")
    .filter((folder) => folder.endsWith("-linux-gnu"))
    .flatMap((folder) => below(folder).filter((path) => /webkit2?gtk-/.test(path)))
    .map((folder) => join(folder, "MiniBrowser"))
    .findLast((path) => existsSync(path));
}

const miniBrowser = findMiniBrowser();
const isInstalled = ["WebKitWebDriver", "xvfb-run", "dbus-run-session"].every((name) => findProgram(name));

/** WebKitGTK by W3C WebDriver, on a screen that nobody sees. */
export const webkit: EngineSource = {
  name: "WebKitGTK",
  install: "webkit2gtk-driver xvfb dbus",
  launch: miniBrowser && isInstalled ? () => launch(miniBrowser) : undefined,
};

async function launch(binary: string): Promise<Engine> {
  const driver = await startDriver();
  const browserOptions = { binary, args: ["--automation"] };
  const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": browserOptions } };
  const session = await driver.call<Session>("POST", "/session", { capabilities }).catch(async (error) => {
    await driver.stop();
    throw error;
  });
  const call = <Answer>(method: string, path: string, body?: object) =>
    driver.call<Answer>(method, `/session/${session.sessionId}${path}`, body);

  return {
    name: webkit.name,
    version: session.capabilities.browserVersion,
    async open(url) {
      await call("POST", "/url", { url });
      // On a busy machine the driver answers before the page is there.
      const isThere = `return document.readyState === "complete" && location.href === new URL(arguments[0]).href`;
      await until(() => call<boolean>("POST", "/execute/sync", { script: isThere, args: [url] }));
    },
    evaluate: (act, ...args) => call("POST", "/execute/sync", { script: `return (${act})(...arguments)`, args }),
    async click(selector) {
      const found = await call<Record<string, string>>("POST", "/element", { using: "css selector", value: selector });
      await call("POST", `/element/${Object.values(found)[0]}/click`, {});
    },
    back: () => call("POST", "/back", {}),
    async close() {
      // A session ends with its last window.
      const { handle } = await call<{ handle: string }>("POST", "/window/new", { type: "tab" });
      await call("DELETE", "/window");
      await call("POST", "/window", { handle });
    },
    async stop() {
      await driver.call("DELETE", `/session/${session.sessionId}`).finally(driver.stop);
    },
  };
}

type Session = { sessionId: string; capabilities: { browserVersion: string } };

async function startDriver() {
  const port = await freePort();
  // When our end of its input closes, by `stop` or because we died, the shell ends the driver, and everything around it ends in order.
  const shell = ["sh", "-c", `WebKitWebDriver --port=${port} & read -r end; kill $!`];
  const child = spawn("xvfb-run", ["-a", "dbus-run-session", "--", ...shell], {
    stdio: ["pipe", "ignore", "ignore"],
    // Root may not use the sandbox; nobody needs the bridge to screen readers, which takes a second to start.
    env: { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1", NO_AT_BRIDGE: "1" },
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));

  const call = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: Answer & { error?: string; message?: string } };
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  };

  const isUp = () =>
    call("GET", "/status").then(
      () => true,
      () => false,
    );
  await until(isUp).catch((error) => {
    child.stdin.end();
    throw error;
  });

  return {
    call,
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 15_000; !(await condition()); ) {
    if (Date.now() > deadline) throw new Error("WebKit did not answer in 15 s");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
