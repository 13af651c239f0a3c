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
    const server = await listen(address);
    if (server !== null) {
      // Two that found a dead one's socket may both have taken it: the last one has it.
      const holder = await ask(address);
      if (holder === String(process.pid)) return { release: () => close(server) };
      await close(server);
    }
    const holder = await ask(address);
    if (holder !== null)
      throw new Error(`${folder}: process ${holder} is at work here; end it, or wait for its end`);
    if (tries === MOST_TRIES) throw new Error(`${folder}: cannot listen on ${address}`);
    // A process that was killed leaves the name of its socket, and nobody behind it.
    if (process.platform !== "win32") rmSync(address, { force: true });
  }
}

const MOST_TRIES = 5;

/** A socket's name may have about a hundred bytes, so it does not stand in the folder itself. */
function addressOf(path: string): string {
  const name = `attest-${createHash("sha256").update(path).digest("hex").slice(0, 24)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

/** Listens, and tells whoever connects which process it is; null where the name is taken. */
function listen(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.end(String(process.pid));
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

/** What the process behind a socket says; null where there is none. */
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
  });
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
  });
