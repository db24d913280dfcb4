/**
 * Measures the embedded engine through the real driver, client and engine in this one process:
 *   npx tsx test/bench/embedded-engine.ts [documents]
 * prints one JSON object: operations a second, and the memory in MiB with all documents stored. `residentMiB` counts the
 * pages of the data file that the kernel keeps mapped and takes back under pressure; `privateMiB` (Linux) leaves files out.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedEngine } from "../../src/storage/embedded/index";
import { type Collection, MongoClient } from "../support/driver";

interface Item {
  _id: string;
  state: string;
  notBefore: Date;
  worker: number;
  text: string;
}

const BATCH = 1000;
const START = Date.UTC(2026, 0, 1);

const item = (n: number): Item => ({
  _id: `item-${n}`,
  state: n % 10 === 0 ? "waiting" : "done",
  notBefore: new Date(START + n * 1000),
  worker: n,
  text: `${n} `.repeat(1000).slice(0, 900),
});

/** Runs `work` `times` times, `together` at a time; operations a second. */
async function rate(times: number, together: number, work: (n: number) => Promise<unknown>): Promise<number> {
  const started = performance.now();
  for (let n = 0; n < times; n += together) {
    await Promise.all(Array.from({ length: Math.min(together, times - n) }, (_, at) => work(n + at)));
  }
  return Math.round((times * 1000) / (performance.now() - started));
}

async function measure(items: Collection<Item>, documents: number): Promise<Record<string, number>> {
  await items.createIndex({ worker: 1 }, { unique: true });
  await items.createIndex({ state: 1, notBefore: 1 });
  const batches = Math.ceil(documents / BATCH);
  const insertMany = await rate(batches, 1, (batch) =>
    items.insertMany(
      Array.from({ length: Math.min(BATCH, documents - batch * BATCH) }, (_, at) => item(batch * BATCH + at)),
    ),
  );
  const any = (): number => Math.floor(Math.random() * documents);
  const now = new Date();
  return {
    insertManyPerSecond: insertMany * Math.min(BATCH, documents),
    insertOneAloneAtATime: await rate(1000, 1, (n) => items.insertOne(item(documents + n))),
    insertOnePerSecond: await rate(5000, 50, (n) => items.insertOne(item(documents + 1000 + n))),
    findByIdPerSecond: await rate(5000, 50, () => items.findOne({ _id: `item-${any()}` })),
    findByIndexPerSecond: await rate(5000, 50, () => items.findOne({ worker: any() })),
    pollPerSecond: await rate(500, 1, () =>
      items
        .find({ state: "waiting", notBefore: { $lte: now } })
        .sort({ notBefore: 1 })
        .limit(10)
        .toArray(),
    ),
    findOneAndUpdateAloneAtATime: await rate(1000, 1, () =>
      items.findOneAndUpdate({ worker: any() }, { $inc: { seen: 1 } }),
    ),
    findOneAndUpdatePerSecond: await rate(5000, 50, () =>
      items.findOneAndUpdate({ worker: any() }, { $inc: { seen: 1 } }),
    ),
    fullScanMs: await scanMs(items),
  };
}

async function scanMs(items: Collection<Item>): Promise<number> {
  const started = performance.now();
  await items.countDocuments({ text: "nothing has this text" });
  return Math.round(performance.now() - started);
}

function privateMiB(): number | undefined {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  const kib = /RssAnon:\s+(\d+)/.exec(status)?.[1];
  return kib === undefined ? undefined : Math.round(Number(kib) / 1024);
}

async function main(): Promise<void> {
  const documents = Number(process.argv[2] ?? 100_000);
  const directory = await mkdtemp(join(tmpdir(), "engine-bench-"));
  const engine = await startEmbeddedEngine({ directory });
  const client = await new MongoClient(engine.uri, { maxPoolSize: 20 }).connect();
  try {
    const rates = await measure(client.db().collection<Item>("items"), documents);
    const fileMiB = Math.round(statSync(join(directory, "engine.mdb")).size / 2 ** 20);
    const residentMiB = Math.round(process.memoryUsage().rss / 2 ** 20);
    process.stdout.write(
      `${JSON.stringify({ documents, ...rates, fileMiB, residentMiB, privateMiB: privateMiB() }, null, 2)}\n`,
    );
  } finally {
    await client.close();
    await engine.close();
    await rm(directory, { recursive: true, force: true });
  }
}

void main();
