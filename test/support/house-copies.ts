import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MongoClient } from "./driver";
import type { HousePlace } from "./one-house";

let count = 0;

/** An empty place for a house: a folder, or a database of its own on the server of MONGODB_URI. */
export async function freshPlace(at: number): Promise<HousePlace> {
  const dataFolder = await mkdtemp(join(tmpdir(), "house-"));
  count += 1;
  return { dataFolder, sendsFile: join(dataFolder, "sends.jsonl"), at, ...onServer() };
}

/** A copy of a house that is closed. */
export async function copyOf(place: HousePlace, at: number): Promise<HousePlace> {
  const copy = await freshPlace(at);
  await cp(join(place.dataFolder, "db"), join(copy.dataFolder, "db"), { recursive: true }).catch((error) => {
    if (place.mongodbUri === undefined) throw error;
  });
  if (place.mongodbUri !== undefined && copy.mongodbUri !== undefined)
    await copyDatabase(place.mongodbUri, copy.mongodbUri);
  return copy;
}

/** Removes a house with all that is in it. */
export async function removePlace({ dataFolder, mongodbUri }: HousePlace): Promise<void> {
  if (mongodbUri !== undefined)
    await withClient(mongodbUri, async (client) => {
      await client.db().dropDatabase();
    });
  await rm(dataFolder, { recursive: true, force: true });
}

function onServer(): { mongodbUri?: string } {
  const server = process.env["MONGODB_URI"];
  if (!server) return {};
  const address = new URL(server);
  address.pathname = `/house_${process.pid}_${Date.now()}_${count}`;
  return { mongodbUri: address.toString() };
}

function copyDatabase(from: string, to: string): Promise<void> {
  return withClient(from, (source) =>
    withClient(to, async (target) => {
      for (const { name } of await source.db().listCollections().toArray()) {
        const documents = await source.db().collection(name).find().toArray();
        if (documents.length > 0) await target.db().collection(name).insertMany(documents);
      }
    }),
  );
}

async function withClient(uri: string, use: (client: MongoClient) => Promise<void>): Promise<void> {
  const client = await new MongoClient(uri).connect();
  try {
    await use(client);
  } finally {
    await client.close();
  }
}
