import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEngineThread } from "../../../src/storage/embedded/thread";
import { openStorage, type Storage } from "../../../src/storage/open-storage";
import { createVault } from "../../../src/storage/vault";
import { MongoClient } from "../../support/driver";
import { silentLogger } from "../../support/storage";
import type { EngineName } from "./bench";

/** Where a benchmark keeps its data; plain, so that another process can be told. */
export interface Place {
  readonly dataFolder: string;
  /** A database of its own on the server of MONGODB_URI; the embedded engine in the folder where there is none. */
  readonly mongodbUri?: string;
}

/** The one key of every benchmark, so that one process reads what another wrote. */
export const benchVault = createVault({ keys: [{ id: "bench", key: Buffer.alloc(32, "people who are invented") }] });

/** A new place on the engine. */
async function newPlace(engine: EngineName): Promise<Place> {
  const dataFolder = await mkdtemp(join(tmpdir(), "bench-"));
  const server = process.env["MONGODB_URI"];
  if (engine !== "mongodb") return { dataFolder };
  if (!server) throw new Error("Set MONGODB_URI to measure on that server.");
  const address = new URL(server);
  address.pathname = `/bench_${randomBytes(6).toString("hex")}`;
  return { dataFolder, mongodbUri: address.toString() };
}

/** The bare driver on a place. */
export interface BareClient {
  readonly client: MongoClient;
  readonly uri: string;
  close(): Promise<void>;
}

/** Opens the bare driver on it; the embedded engine then runs in a thread of this process, as in a service without a server. */
export async function openClient({ dataFolder, mongodbUri }: Place): Promise<BareClient> {
  const engine = mongodbUri === undefined ? await startEngineThread({ directory: join(dataFolder, "db") }) : undefined;
  const uri = mongodbUri ?? engine?.uri ?? "";
  const client = await new MongoClient(uri, { maxPoolSize: 20 }).connect();
  const close = async (): Promise<void> => {
    await client.close();
    await engine?.close();
  };
  return { client, uri, close };
}

/** Works on the place with the bare driver, which is closed afterwards, whatever happens. */
export async function withClient<T>(place: Place, work: (client: MongoClient) => Promise<T>): Promise<T> {
  const { client, close } = await openClient(place);
  try {
    return await work(client);
  } finally {
    await close();
  }
}

/** Opens the house's own storage on the place. */
export function storageOf(place: Place): Promise<Storage> {
  return openStorage({ ...place, vault: benchVault, logger: silentLogger, engineThread: true });
}

/** Removes the place with everything in it. */
async function removePlace(place: Place): Promise<void> {
  if (place.mongodbUri !== undefined) await withClient(place, (client) => client.db().dropDatabase());
  await rm(place.dataFolder, { recursive: true, force: true });
}

/** Does the work on a new place, which is removed afterwards, whatever happens. */
export async function onNewPlace<T>(engine: EngineName, work: (place: Place) => Promise<T>): Promise<T> {
  const place = await newPlace(engine);
  try {
    return await work(place);
  } finally {
    await removePlace(place);
  }
}
