import { chmodSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { Cursors } from "./cursors";
import { Databases } from "./database";
import { removeExpired } from "./expiry";
import { type Address, announce, claim, release } from "./ownership";
import { WireServer } from "./server";
import { Store } from "./store";

/** A running embedded engine, or the way to the one that another process runs on the same folder. */
export interface EmbeddedEngine {
  /** What `mongoose.connect` takes. */
  readonly uri: string;
  /** False when another live process serves the folder; `close` then leaves it alone. */
  readonly owned: boolean;
  /** Finishes the commands in hand, closes the connections, and returns when everything is on disk. May be called again. */
  close(): Promise<void>;
}

/** Where and under which name an engine keeps its data. */
export interface EmbeddedEngineOptions {
  /** Made when it does not exist, readable by its owner only. */
  readonly directory: string;
  /** The database that the URI names; `kamarlindung` when left out. */
  readonly database?: string;
}

const DEFAULT_DATABASE = "kamarlindung";
const DATA_FILE = "engine.mdb";
const SOCKET_FILE = "engine.sock";
const LONGEST_SOCKET_PATH = 100;
const EXPIRY_INTERVAL_MS = 1000;

/**
 * Starts the engine on a folder: an in-process server of MongoDB's wire protocol with durable storage. What it
 * acknowledged survives the death of the process. One process serves a folder; any other gets the address of that one,
 * and takes over by itself where the former was killed.
 */
export async function startEmbeddedEngine(options: EmbeddedEngineOptions): Promise<EmbeddedEngine> {
  const directory = resolve(options.directory);
  const database = options.database ?? DEFAULT_DATABASE;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const store = openStore(directory);
  const ownership = await claim(store);
  if (!ownership.owner) {
    await store.close();
    return { uri: uriOf(ownership.address, database), owned: false, close: async () => {} };
  }
  try {
    return await serve(store, directory, database, ownership.id);
  } catch (error) {
    await release(store, ownership.id);
    await store.close();
    throw error;
  }
}

function openStore(directory: string): Store {
  const file = join(directory, DATA_FILE);
  const store = Store.open(file);
  for (const one of [file, `${file}-lock`]) chmodSync(one, 0o600);
  return store;
}

async function serve(store: Store, directory: string, database: string, id: string): Promise<EmbeddedEngine> {
  const databases = new Databases(store);
  const server = new WireServer({ id, databases, cursors: new Cursors(Date.now), now: () => new Date() });
  const address = await listen(server, directory);
  await announce(store, id, address);
  const stopExpiry = expireRegularly(databases);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await stopExpiry();
    await server.close();
    if ("path" in address) rmSync(address.path, { force: true });
    await release(store, id);
    await store.flush();
    await store.close();
  };
  return {
    uri: uriOf(address, database),
    owned: true,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

async function listen(server: WireServer, directory: string): Promise<Address> {
  const path = join(directory, SOCKET_FILE);
  if (process.platform === "win32" || Buffer.byteLength(path) > LONGEST_SOCKET_PATH) {
    return { port: await server.listen({ port: 0 }) };
  }
  if (existsSync(path)) rmSync(path);
  await server.listen({ path });
  chmodSync(path, 0o600);
  return { path };
}

function uriOf(address: Address, database: string): string {
  const host = "path" in address ? encodeURIComponent(address.path) : `127.0.0.1:${address.port}`;
  return `mongodb://${host}/${database}?directConnection=true`;
}

/** Looks every second for documents whose time is over; stopping waits for a sweep in hand. */
function expireRegularly(databases: Databases): () => Promise<void> {
  let sweep: Promise<unknown> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    sweep = removeExpired(databases, new Date()).finally(() => {
      busy = false;
    });
    sweep.catch(() => {}); // the next second tries again
  }, EXPIRY_INTERVAL_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await sweep.catch(() => {});
  };
}
