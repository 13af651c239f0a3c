import { existsSync } from "node:fs";
import { launch } from "puppeteer-core";

/** Where Debian and others put it; `CHROMIUM` names another. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser of this machine, or undefined. */
export function findChromium(): string | undefined {
  const { CHROMIUM } = process.env;
  return [...(CHROMIUM === undefined ? [] : [CHROMIUM]), ...PLACES].find((path) =>
    existsSync(path),
  );
}

/** A page in a browser of its own. */
export interface Page {
  /** The value of an expression in the page. */
  evaluate(expression: string): Promise<unknown>;
  open(url: string): Promise<void>;
  /** Waits until an expression in the page is true. */
  until(expression: string): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  /** Presses and releases a key, as a keyboard does. */
  press(key: "Tab" | "Enter"): Promise<void>;
  /** The address of each request since the page was opened. */
  readonly requests: readonly string[];
  /** Errors, warnings and exceptions of the console. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Starts a browser with one empty page. A machine that is busy may take its time. */
export async function openPage(
  chromium: string,
  flags: readonly string[] = ["--disable-gpu"],
): Promise<Page> {
  const browser = await launch({
    executablePath: chromium,
    args: ["--no-sandbox", ...flags],
    timeout: 0,
    protocolTimeout: 0,
  });
  const page = await browser.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  return {
    requests,
    complaints,
    evaluate: (expression) => page.evaluate(expression),
    async open(url) {
      requests.length = 0;
      complaints.length = 0;
      await page.goto(url, { timeout: 0 });
    },
    async until(expression) {
      await page.waitForFunction(expression, { timeout: 0 });
    },
    resize: (width, height) => page.setViewport({ width, height }),
    press: (key) => page.keyboard.press(key),
    close: () => browser.close(),
  };
}
