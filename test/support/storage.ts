import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import type { Repositories } from "../../src/operations/repositories";
import { openStorage, type Storage } from "../../src/storage/open-storage";
import { createVault, type Vault } from "../../src/storage/vault";
import { openTestDatabase } from "./engine";

/** A log that says nothing. */
export const silentLogger = pino({ level: "silent" });

/** A vault with a random key. */
export function testVault(): Vault {
  return createVault({ keys: [{ id: "test", key: randomBytes(32) }] });
}

/** An empty storage on the engine that `MONGODB_URI` names, or on an embedded one; `close` removes it with its data. */
export async function openTestStorage(): Promise<{ storage: Storage; uri: string; close(): Promise<void> }> {
  const database = await openTestDatabase();
  const dataFolder = await mkdtemp(join(tmpdir(), "storage-"));
  const remove = async (): Promise<void> => {
    await database.close();
    await rm(dataFolder, { recursive: true, force: true });
  };
  const options = { mongodbUri: database.uri, dataFolder, vault: testVault(), logger: silentLogger };
  const storage = await openStorage(options).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const close = async (): Promise<void> => {
    await storage.close();
    await remove();
  };
  return { storage, uri: database.uri, close };
}

/** The repositories of a storage that is opened before the first test of a suite and removed after the last. */
export function suiteRepositories(): Repositories {
  const repositories = {} as Repositories;
  let opened: Awaited<ReturnType<typeof openTestStorage>> | undefined;
  beforeAll(async () => {
    opened = await openTestStorage();
    Object.assign(repositories, opened.storage.repositories);
  });
  afterAll(() => opened?.close());
  return repositories;
}
