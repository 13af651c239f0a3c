import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";

/** Where Debian and others put it; `CHROMIUM` names another. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser of this machine, or undefined. */
export function findChromium(): string | undefined {
  const { CHROMIUM } = process.env;
  return [...(CHROMIUM === undefined ? [] : [CHROMIUM]), ...PLACES].find((path) =>
    existsSync(path),
  );
}

/** What a browser says: an answer to a command, or an event. */
const messageSchema = v.object({
  id: v.optional(v.number()),
  method: v.optional(v.string()),
  params: v.optional(v.unknown()),
  result: v.optional(v.unknown()),
  error: v.optional(v.object({ message: v.string() })),
});

type Message = v.InferOutput<typeof messageSchema>;

const attachedSchema = v.object({ sessionId: v.string() });
const targetSchema = v.object({ targetId: v.string() });
const evaluatedSchema = v.object({
  result: v.object({ value: v.optional(v.unknown()) }),
  exceptionDetails: v.optional(v.object({ text: v.string() })),
});
const requestSchema = v.object({ request: v.object({ url: v.string() }) });

/** A page that is driven over the DevTools protocol. */
export interface Page {
  /** The value of an expression in the page. */
  evaluate(expression: string): Promise<unknown>;
  open(url: string): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  /** Presses and releases a key, as a keyboard does. */
  press(key: "Tab" | "Enter"): Promise<void>;
  /** The address of each request since the page was opened. */
  readonly requests: readonly string[];
  /** Errors, warnings and exceptions of the console. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Starts a browser with one empty page. */
export async function openPage(chromium: string): Promise<Page> {
  const profile = mkdtempSync(join(tmpdir(), "attest-browser-"));
  const child = spawn(chromium, [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    `--user-data-dir=${profile}`,
    "--remote-debugging-port=0",
    "about:blank",
  ]);
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill();
    await gone;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const socket = await connected(await addressOf(child));
    return await drive(socket, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The browser prints where it listens. */
function addressOf({ stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    stderr?.on("data", (part) => {
      said += String(part);
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    stderr?.on("end", () => reject(new Error(`chromium ended: ${said}`)));
  });
}

function connected(address: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    socket.addEventListener("open", () => resolve(socket));
    socket.addEventListener("error", () => reject(new Error(`no connection to ${address}`)));
  });
}

type Answer = { resolve(result: unknown): void; reject(error: Error): void };

async function drive(socket: WebSocket, stop: () => Promise<void>): Promise<Page> {
  const waiting = new Map<number, Answer>();
  const requests: string[] = [];
  const complaints: string[] = [];
  const loads: (() => void)[] = [];
  const onEvent = ({ method, params }: Message): void => {
    if (method === "Network.requestWillBeSent")
      requests.push(v.parse(requestSchema, params).request.url);
    if (method === "Runtime.exceptionThrown" || method === "Log.entryAdded")
      complaints.push(JSON.stringify(params));
    if (method === "Runtime.consoleAPICalled") complaints.push(JSON.stringify(params));
    if (method === "Page.loadEventFired") for (const loaded of loads.splice(0)) loaded();
  };
  socket.addEventListener("message", ({ data }) => {
    const message = v.parse(messageSchema, JSON.parse(String(data)));
    const answer = message.id === undefined ? undefined : waiting.get(message.id);
    if (message.id === undefined || answer === undefined) return onEvent(message);
    waiting.delete(message.id);
    if (message.error === undefined) answer.resolve(message.result);
    else answer.reject(new Error(message.error.message));
  });
  // Whoever waits for a browser that is gone is told.
  const gone = new Promise<never>((_, reject) => {
    socket.addEventListener("close", () => reject(new Error("the browser is gone")));
  });
  gone.catch(() => {});
  let last = 0;
  const ask = (method: string, params: object, sessionId?: string): Promise<unknown> => {
    const answer = new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      socket.send(JSON.stringify({ id: last, method, params, sessionId }));
    });
    return Promise.race([answer, gone]);
  };
  const made = v.parse(targetSchema, await ask("Target.createTarget", { url: "about:blank" }));
  const attached = await ask("Target.attachToTarget", { targetId: made.targetId, flatten: true });
  const { sessionId } = v.parse(attachedSchema, attached);
  const send = (method: string, params: object = {}): Promise<unknown> =>
    ask(method, params, sessionId);
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await send(`${domain}.enable`);
  const pageOf = { send, gone, requests, complaints, loads };
  return {
    ...actions(pageOf),
    requests,
    complaints,
    async close() {
      socket.close();
      await stop();
    },
  };
}

const KEYS = {
  Tab: { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 },
  Enter: { key: "Enter", code: "Enter", windowsVirtualKeyCode: 13, text: "\r" },
} as const;

function actions({
  send,
  gone,
  requests,
  complaints,
  loads,
}: {
  readonly send: (method: string, params?: object) => Promise<unknown>;
  readonly gone: Promise<never>;
  readonly requests: string[];
  readonly complaints: string[];
  readonly loads: (() => void)[];
}): Pick<Page, "evaluate" | "open" | "resize" | "press"> {
  return {
    async evaluate(expression) {
      const answer = await send("Runtime.evaluate", { expression, returnByValue: true });
      const { result, exceptionDetails } = v.parse(evaluatedSchema, answer);
      if (exceptionDetails !== undefined)
        throw new Error(`${exceptionDetails.text}: ${expression}`);
      return result.value;
    },
    async open(url) {
      requests.length = 0;
      complaints.length = 0;
      const loaded = new Promise<void>((resolve) => loads.push(resolve));
      await send("Page.navigate", { url });
      await Promise.race([loaded, gone]);
    },
    async resize(width, height) {
      const size = { width, height, deviceScaleFactor: 1, mobile: false };
      await send("Emulation.setDeviceMetricsOverride", size);
    },
    async press(key) {
      await send("Input.dispatchKeyEvent", { type: "keyDown", ...KEYS[key] });
      await send("Input.dispatchKeyEvent", { type: "keyUp", ...KEYS[key] });
    },
  };
}
