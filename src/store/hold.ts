import { createHash } from "node:crypto";
import { realpathSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that this process alone works in, until it lets go of it. */
export type Hold = { readonly release: () => Promise<void> };

/**
 * Takes a folder for this process alone, on this machine. The hold is a socket that the process
 * listens on, so it ends with the process, however that ends: a file would be left behind by a
 * kill, and the number in it could be another process's by then.
 * @throws Error that names the process that holds the folder already.
 */
export async function holdFolder(folder: string): Promise<Hold> {
  const address = addressOf(realpathSync(folder));
  for (let tries = 1; ; tries++) {
    const server = await listen(address.name);
    if (server !== null) {
      // Two that found a dead one's file may both have taken it: the last one has it.
      if (!address.isFile || (await ask(address.name)) === String(process.pid))
        return { release: () => close(server) };
      await close(server);
    }
    const holder = await ask(address.name);
    if (holder !== null)
      throw new Error(
        `${folder}: ${holder === "" ? "a process that does not answer" : `process ${holder}`} ` +
          "is at work here; end it, or wait for its end",
      );
    if (tries === MOST_TRIES) throw new Error(`${folder}: cannot listen on ${address.name}`);
    // A process that was killed leaves the file of its socket, and nobody behind it.
    if (address.isFile) rmSync(address.name, { force: true });
  }
}

const MOST_TRIES = 5;

/** How long a holder may take to say who it is: one that was suspended never does. */
const ANSWER_MS = 2000;

/**
 * The address that stands for a folder, of few letters: a socket's name may have about a hundred
 * bytes. Linux and Windows have names that are no files: the system gives each to one process at a
 * time, and takes it back at its end.
 */
function addressOf(path: string): { readonly name: string; readonly isFile: boolean } {
  const name = `attest-${createHash("sha256").update(path).digest("hex").slice(0, 24)}`;
  if (process.platform === "win32") return { name: `\\\\.\\pipe\\${name}`, isFile: false };
  if (process.platform === "linux") return { name: `\0${name}`, isFile: false };
  return { name: join(tmpdir(), `${name}.sock`), isFile: true };
}

/** Listens, and tells whoever connects which process it is; null where the name is taken. */
function listen(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      // Whoever asks need not hang up for this process to let go.
      socket.end(String(process.pid), () => socket.destroy());
    });
    server.once("error", (error) => {
      if (Reflect.get(error, "code") === "EADDRINUSE") resolve(null);
      else reject(error);
    });
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** What the process behind a socket says, nothing where it is silent; null where there is none. */
function ask(address: string): Promise<string | null> {
  return new Promise((resolve) => {
    let said = "";
    const socket = connect(address);
    socket.setEncoding("utf8");
    socket.on("data", (text) => {
      said += text;
    });
    socket.on("error", () => resolve(null));
    socket.on("end", () => resolve(said));
    socket.setTimeout(ANSWER_MS, () => {
      resolve(said);
      socket.destroy();
    });
  });
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
  });
