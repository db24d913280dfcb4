import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mongoose from "mongoose";
import { startEmbeddedEngine } from "../../src/storage/embedded/index";
import { settle } from "../../src/storage/mongo/conflicts";

/** A database of a test's own. */
export interface TestDatabase {
  /** What `mongoose.connect` or `MongoClient` takes. */
  readonly uri: string;
  /** Removes the database and everything in it. */
  close(): Promise<void>;
}

/**
 * Opens an empty database: on the server of MONGODB_URI under a random name when that is set, otherwise on an embedded
 * engine in a temporary folder.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = process.env["MONGODB_URI"];
  const name = `test_${randomBytes(6).toString("hex")}`;
  return server ? onServer(server, name) : embedded(name);
}

async function onServer(server: string, name: string): Promise<TestDatabase> {
  const address = new URL(server);
  address.pathname = `/${name}`;
  const uri = address.toString();
  return {
    uri,
    close: async () => {
      const connection = await mongoose.createConnection(uri).asPromise();
      await settle(() => connection.dropDatabase());
      await connection.close();
    },
  };
}

async function embedded(name: string): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), "engine-"));
  const engine = await startEmbeddedEngine({ directory, database: name });
  return {
    uri: engine.uri,
    close: async () => {
      await engine.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
