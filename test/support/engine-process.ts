/**
 * A process of its own for the tests of the embedded engine:
 *   engine-process.ts open DIRECTORY     says where the engine of the folder is and whether it is this process's, and waits
 *   engine-process.ts write DIRECTORY    writes numbered documents without end, and says each number when it is acknowledged
 * With `thread` after the folder, the engine has a thread of its own.
 */
import { writeSync } from "node:fs";
import { startEmbeddedEngine } from "../../src/storage/embedded/index";
import { startEngineThread } from "../../src/storage/embedded/thread";
import { MongoClient } from "./driver";

const [, , task = "", directory = "", way = ""] = process.argv;
const WRITERS = 4;

const say = (line: unknown): void => {
  writeSync(1, `${JSON.stringify(line)}\n`);
};

async function write(uri: string): Promise<void> {
  const client = await new MongoClient(uri).connect();
  const numbers = client.db().collection<{ _id: number; key: string; state: string }>("numbers");
  await numbers.createIndex({ key: 1 }, { unique: true });
  let next = await numbers.countDocuments();
  const writer = async (): Promise<void> => {
    for (;;) {
      const _id = next++;
      await numbers.insertOne({ _id, key: `key-${_id}`, state: "new" }).catch(() => undefined);
      await numbers.updateOne({ key: `key-${_id}` }, { $set: { state: "written" } });
      say(_id);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}

async function main(): Promise<void> {
  const engine = await (way === "thread" ? startEngineThread : startEmbeddedEngine)({ directory });
  if (task === "write") return write(engine.uri);
  say({ uri: engine.uri, owned: engine.owned });
  process.stdin.resume();
  process.stdin.once("end", () => void engine.close());
}

void main();
