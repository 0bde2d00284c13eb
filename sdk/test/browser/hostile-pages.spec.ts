// biome-ignore-all lint/suspicious/noConsole: What the page logs is tested, too.
import { expect, test } from "./fixtures.ts";

test("whatever is thrown becomes an error with words, and nothing is thrown into the page", async ({
  open,
  sink,
  page,
}) => {
  const thrown: string[] = [];
  page.on("pageerror", ({ message }) => thrown.push(message));
  await open("/");
  await page.evaluate(() => {
    const trap = () => {
      throw new Error("trap");
    };
    const getters = Object.defineProperties(new Error("hidden"), {
      name: { get: trap },
      message: { get: trap },
      stack: { get: trap },
      cause: { get: trap },
    });
    const { proxy: revoked, revoke } = Proxy.revocable({}, {});
    revoke();
    const stackless = new Error("without stack");
    delete (stackless as { stack?: string }).stack;
    const bare = Object.create(null);
    let turn = 0;
    for (const thing of [
      getters,
      revoked,
      new Proxy(new Error("proxied"), { get: trap, ownKeys: trap, getPrototypeOf: trap }),
      Object.freeze(new TypeError("frozen")),
      stackless,
      new DOMException("aborted", "AbortError"),
      { toJSON: trap, toString: trap },
      bare,
      null,
      undefined,
      Symbol("s"),
      10n,
      "",
    ]) {
      // Many are told in the same words, and would else be taken for repeats.
      window.client.page({ url: `/${turn++}` });
      window.client.error(thing);
    }
    window.client.track("after");
  });
  await expect.poll(() => sink.names()).toEqual(["after"]);
  expect(sink.ofKind("error").map(({ type, message }) => `${type}: ${message}`)).toEqual([
    "Error: object",
    "Error: object",
    "Error: object",
    "TypeError: frozen",
    "Error: without stack",
    "AbortError: aborted",
    "Error: object",
    "Error: {}",
    "Error: null",
    "Error: undefined",
    "Error: Symbol(s)",
    "Error: 10",
    "Error: ",
  ]);
  expect(thrown).toEqual([]);
});

test("tells the causes of an error, however they hang together", async ({ open, sink, page }) => {
  await open("/");
  await page.evaluate(() => {
    const root = new RangeError("root", { cause: "a text" });
    window.client.error(new Error("again", { cause: new TypeError("middle", { cause: root }) }));
    const cyclic = new Error("cyclic");
    cyclic.cause = cyclic;
    window.client.error(cyclic);
    const endless = {
      get cause() {
        return Object.create(endless, { message: { value: `no. ${Math.random()}` } });
      },
    };
    window.client.error(endless);
  });
  await expect.poll(() => sink.ofKind("error")).toHaveLength(3);
  const causes = sink.ofKind("error").map(({ stack }) => stack?.match(/(?<=^Caused by: ).*/gm));
  expect(causes[0]).toEqual(["TypeError: middle", "RangeError: root", "Error: a text"]);
  expect(causes[1]).toEqual(Array(5).fill("Error: cyclic"));
  expect(causes[2]).toHaveLength(5);
});

test("says so when the browser hides the error of another origin's script, as a warning", async ({
  open,
  sink,
  page,
}) => {
  await page.route("https://cdn.example/x.js", (route) => route.fulfill({ body: "throw new Error('hidden')" }));
  await open("/");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.src = "https://cdn.example/x.js";
    document.body.append(script);
  });
  await expect.poll(() => sink.ofKind("error")).toHaveLength(1);
  expect(sink.ofKind("error")[0]).toMatchObject({ type: "Error", message: "Script error.", level: "warning" });
});

test("tells the browser's notes on resize observers as warnings, beside errors", async ({ open, sink, page }) => {
  await open("/");
  await page.evaluate(async () => {
    const noted = new Promise((resolve) => addEventListener("error", resolve, { once: true }));
    const box = document.querySelector("h1");
    let width = 100;
    if (!box) return;
    new ResizeObserver(() => {
      box.style.width = `${width++}px`;
    }).observe(box);
    await noted;
    setTimeout(() => {
      throw new Error("kept");
    });
  });
  await expect
    .poll(() => sink.ofKind("error").map(({ message, level }) => [message.slice(0, 19), level]))
    .toEqual([
      ["ResizeObserver loop", "warning"],
      ["kept", undefined],
    ]);
});

test("takes errors of other frames for what they are", async ({ open, sink, page }) => {
  await open("/");
  await page.evaluate(() => {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    const { contentWindow } = frame as unknown as { contentWindow: typeof window & typeof globalThis };
    const error = new contentWindow.TypeError("of a frame", { cause: new contentWindow.RangeError("root") });
    void Promise.reject(error);
    console.error("logged", new contentWindow.SyntaxError("also of a frame"));
  });
  await expect.poll(() => sink.ofKind("error")).toHaveLength(2);
  expect(sink.ofKind("error")).toMatchObject([
    { type: "SyntaxError", message: "also of a frame", mechanism: "console" },
    { type: "TypeError", message: "of a frame", mechanism: "onunhandledrejection" },
  ]);
  expect(sink.ofKind("error")[1]?.stack).toContain("\nCaused by: RangeError: root");
});

test("works on a page with frozen prototypes and patched methods", async ({ page, open, sink }) => {
  await page.addInitScript(() => {
    for (const { prototype } of [Object, Array, Function, Promise, EventTarget, Error]) Object.freeze(prototype);
    JSON.stringify = new Proxy(JSON.stringify, {});
    Object.freeze(console);
  });
  const thrown: string[] = [];
  page.on("pageerror", ({ message }) => thrown.push(message));
  await open("/");
  await page.click("#navigate");
  await page.evaluate(() => window.client.error(new Error("told")));
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(2);
  await expect.poll(() => sink.ofKind("error").map(({ message }) => message)).toEqual(["told"]);
  await expect.poll(() => sink.ofKind("interaction").map(({ target }) => target)).toEqual(["#navigate"]);
  expect(thrown).toEqual([]);
});

test("names an element of a form whose fields hide the form's own properties", async ({ open, sink, page }) => {
  await open("/");
  await page.evaluate(() => {
    const form = document.createElement("form");
    form.className = "order";
    form.innerHTML = '<input name="id"><input name="attributes"><button type="button" class="send">Send</button>';
    document.body.append(form);
  });
  await page.click(".send");
  await expect
    .poll(() => sink.ofKind("interaction").map(({ target }) => target))
    .toEqual(["body>form.order>button.send"]);
});

test("a click that the page keeps to itself is told all the same", async ({ open, sink, page }) => {
  await open("/");
  await page.evaluate(() => {
    for (const type of ["pointerdown", "click"]) {
      document.addEventListener(type, (event) => event.stopImmediatePropagation(), true);
    }
  });
  await page.click("#slow");
  await expect.poll(() => sink.ofKind("interaction").map(({ target }) => target)).toEqual(["#slow"]);
});
