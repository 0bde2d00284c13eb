import puppeteer from "puppeteer-core";
import { type Engine, type EngineSource, findProgram } from "./engine.ts";

const program = process.env["FIREFOX_PATH"] ?? findProgram("firefox-esr");

/** Firefox by WebDriver BiDi. */
export const firefox: EngineSource = {
  name: "Firefox",
  install: "firefox-esr",
  launch: program ? () => launch(program) : undefined,
};

async function launch(executablePath: string): Promise<Engine> {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
  // The tab it starts with stays open: with its last tab Firefox ends the process that runs the pages, and no page has a last word.
  let page = await browser.newPage();

  return {
    name: firefox.name,
    version: (await browser.version()).replace("firefox/", ""),
    open: async (url) => void (await page.goto(url)),
    evaluate: <Result>(act: (...args: never[]) => unknown, ...args: unknown[]) =>
      page.evaluate(`(${act})(...${JSON.stringify(args)})`) as Promise<Result>,
    click: (selector) => page.click(selector),
    // Puppeteer's own goBack waits for a load event, which a page of the back/forward cache does not have.
    back: () => page.evaluate(() => void setTimeout(() => history.back())),
    async close() {
      await page.close({ runBeforeUnload: true });
      page = await browser.newPage();
    },
    stop: () => browser.close(),
  };
}
