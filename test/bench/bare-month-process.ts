/**
 * A process that writes a month's documents again by bare bulk writes, each collection into one with the same indexes, and
 * says how long the writes alone took:
 *   bare-month-process.ts BARE_MONTH_ORDER
 */
import type { Collection, Document, MongoClient } from "../support/driver";
import { orderOf, say } from "./harness/child";
import { monthOfRun, morningOfRun } from "./harness/months";
import { type Place, withClient } from "./harness/place";

/** What the process is told. */
export interface BareMonthOrder {
  readonly place: Place;
  /** Which run's month. From 0. */
  readonly run: number;
}

/** One collection written again, and how long that took in milliseconds. */
export interface BarePhase {
  readonly collection: string;
  readonly ms: number;
}

const batch = 1_000;

/** What the jobs of a month write, and how those of the n-th run are found. */
const written = [
  { name: "due_items", of: (run: number): Document => ({ period: monthOfRun(run) }) },
  { name: "outbox", of: (run: number): Document => ({ createdAt: morningOfRun(run) }) },
] as const;

/** Writes the same documents again, and returns how long the writes alone took. */
async function writeBare(client: MongoClient, name: string, filter: Document): Promise<number> {
  const from: Collection<Document> = client.db().collection(name);
  const bare: Collection<Document> = client.db().collection(`bare_${name}`);
  await copyIndexes(from, bare);
  let ms = 0;
  let done = 0;
  let documents: Document[] = [];
  const write = async (): Promise<void> => {
    if (documents.length === 0) return;
    const inserts = documents.map((document) => ({ insertOne: { document } }));
    const started = performance.now();
    await bare.bulkWrite(inserts, { ordered: false });
    ms += performance.now() - started;
    done += documents.length;
    documents = [];
    say("progress", { done });
  };
  for await (const document of from.find(filter, { batchSize: batch })) {
    documents.push(document);
    if (documents.length === batch) await write();
  }
  await write();
  return ms;
}

async function copyIndexes(from: Collection<Document>, to: Collection<Document>): Promise<void> {
  for (const { key, name, unique, sparse, partialFilterExpression, expireAfterSeconds } of await from.indexes()) {
    if (name === "_id_") continue;
    const options = { unique, sparse, partialFilterExpression, expireAfterSeconds };
    await to.createIndex(key, Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)));
  }
}

async function main({ place, run }: BareMonthOrder): Promise<void> {
  await withClient(place, async (client) => {
    for (const { name, of } of written) {
      const phase: BarePhase = { collection: name, ms: await writeBare(client, name, of(run)) };
      say("phase", phase);
    }
  });
}

void main(orderOf<BareMonthOrder>());
