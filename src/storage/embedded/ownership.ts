import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { metaKey } from "./keys";
import type { Store } from "./store";
import { encodeReply, MessageReader, parseMessage } from "./wire";

/** Where a folder's engine can be reached. */
export type Address = { readonly path: string } | { readonly port: number };

/** Who serves a folder. `id` tells two starts apart. */
interface OwnerRecord {
  readonly id: string;
  readonly address: Address | undefined;
  readonly since: number;
}

/** The right to serve a folder, or the address of the process that has it. */
export type Ownership =
  | { readonly owner: true; readonly id: string }
  | { readonly owner: false; readonly address: Address };

const KEY = metaKey("owner");
const STARTING_MS = 10_000;
const RETRY_MS = 100;
const ANSWER_MS = 10_000;

/**
 * Claims a folder for this process. The claim is a record in the store, replaced only if it is still the one that was
 * found dead, under LMDB's lock between processes: of two processes that start together, one wins. A record whose
 * address nobody answers was left by a process that was killed, and is taken over.
 */
export async function claim(store: Store): Promise<Ownership> {
  for (;;) {
    const found = read(store);
    if (found?.address && (await answers(found.address, found.id))) return { owner: false, address: found.address };
    const starting = found && !found.address && Math.abs(Date.now() - found.since) < STARTING_MS;
    if (starting) {
      await sleep(RETRY_MS);
      continue;
    }
    const id = randomUUID();
    const won = await replace(store, found, { id, address: undefined, since: Date.now() });
    if (won) return { owner: true, id };
  }
}

/** Says where the owner listens. */
export async function announce(store: Store, id: string, address: Address): Promise<void> {
  await store.write(() => store.put(KEY, encode({ id, address, since: Date.now() })));
}

/** Gives the folder up, if it is still held under this id. */
export async function release(store: Store, id: string): Promise<void> {
  await store.write(() => {
    if (read(store)?.id === id) store.remove(KEY);
  });
}

async function replace(store: Store, expected: OwnerRecord | undefined, next: OwnerRecord): Promise<boolean> {
  return store.write(() => {
    if (read(store)?.id !== expected?.id) return false;
    store.put(KEY, encode(next));
    return true;
  });
}

function read(store: Store): OwnerRecord | undefined {
  const bytes = store.get(KEY);
  return bytes && (JSON.parse(bytes.toString("utf8")) as OwnerRecord);
}

const encode = (record: OwnerRecord): Buffer => Buffer.from(JSON.stringify(record), "utf8");

/**
 * Whether the owner is alive. A Unix socket in the folder can be nobody else's; a port may have gone to another program since,
 * so that the owner has to name itself there.
 */
function answers(address: Address, id: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect("path" in address ? { path: address.path } : { port: address.port, host: "127.0.0.1" });
    const settle = (alive: boolean): void => {
      socket.destroy();
      resolve(alive);
    };
    const reader = new MessageReader();
    socket.setTimeout(ANSWER_MS, () => settle(false));
    socket.once("error", () => settle(false));
    socket.once("close", () => settle(false));
    socket.once("connect", () => {
      if ("path" in address) return settle(true);
      socket.write(encodeReply({ requestId: 0, legacy: false }, { hello: 1, $db: "admin" }));
    });
    socket.on("data", (chunk) => {
      const owner = nameIn(reader, chunk);
      if (owner !== undefined) settle(owner === id);
    });
  });
}

/** The engine's name in its answer to `hello`; empty when another program answers, undefined when more is to come. */
function nameIn(reader: MessageReader, chunk: Buffer): string | undefined {
  try {
    for (const message of reader.feed(chunk)) return String(parseMessage(message).command["engineId"] ?? "");
    return undefined;
  } catch {
    return "";
  }
}
