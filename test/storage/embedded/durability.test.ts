import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { startEmbeddedEngine } from "../../../src/storage/embedded/index";
import { startEngineThread } from "../../../src/storage/embedded/thread";
import { MongoClient } from "../../support/driver";

const PROGRAM = join(__dirname, "../../support/engine-process.ts");
/** After how many acknowledged writes the process of each round is killed, in the middle of the next ones. */
const deaths = [1, 7, 40, 110];

let directory: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "engine-"));
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  }
  await rm(directory, { recursive: true, force: true });
});

type Way = "here" | "thread";
const starts = { here: startEmbeddedEngine, thread: startEngineThread };

function start(task: "open" | "write", way: Way): { child: ChildProcess; lines: AsyncIterator<string> } {
  const child = spawn(process.execPath, ["--import", "tsx", PROGRAM, task, directory, way], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.push(child);
  if (!child.stdout) throw new Error("the child has no output");
  return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
}

const next = async (lines: AsyncIterator<string>): Promise<unknown> => JSON.parse(String((await lines.next()).value));

/** Lets a process write until it is killed once it has acknowledged `count` more; all the numbers that it acknowledged. */
async function writeUntilKilled(count: number, way: Way): Promise<number[]> {
  const { child, lines } = start("write", way);
  const acknowledged = [Number(await next(lines))];
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    if (/^\d+$/.test(line.value)) acknowledged.push(Number(line.value));
    if (acknowledged.length > count) child.kill("SIGKILL");
  }
  return acknowledged;
}

describe.each<Way>(["here", "thread"])("the embedded engine's folder, served %s", (way) => {
  const startEngine = starts[way];

  it("keeps what was acknowledged, with its indexes, when the process is killed in the middle of writing", async () => {
    const acknowledged: number[] = [];
    for (const count of deaths) acknowledged.push(...(await writeUntilKilled(count, way)));
    const engine = await startEngine({ directory });
    const client = await new MongoClient(engine.uri).connect();
    try {
      const numbers = client.db().collection<{ _id: number; key: string; state: string }>("numbers");
      const kept = new Map((await numbers.find().toArray()).map((one) => [one._id, one]));
      expect(acknowledged.length).toBeGreaterThan(deaths.length);
      expect(acknowledged.filter((number) => kept.get(number)?.state !== "written")).toEqual([]);
      for (const number of acknowledged) {
        expect(await numbers.findOne({ key: `key-${number}` }, { projection: { _id: 1 } })).toEqual({ _id: number });
      }
    } finally {
      await client.close();
      await engine.close();
    }
  });

  it("is served by one process; a second one uses the first's socket and leaves it running", async () => {
    const mine = await startEngine({ directory });
    const { child, lines } = start("open", way);
    const theirs = await next(lines);
    expect(theirs).toEqual({ uri: mine.uri, owned: false });
    child.stdin?.end();
    await once(child, "exit");
    const client = await new MongoClient(mine.uri).connect();
    expect(await client.db().command({ ping: 1 })).toMatchObject({ ok: 1 });
    await client.close();
    await mine.close();
  });

  it("is taken over when its process was killed, and free again after an orderly end", async () => {
    const { child, lines } = start("open", way);
    expect(await next(lines)).toMatchObject({ owned: true });
    child.kill("SIGKILL");
    await once(child, "exit");
    const heir = await startEngine({ directory });
    expect(heir.owned).toBe(true);
    await heir.close();
    await heir.close();
    expect(existsSync(join(directory, "engine.sock"))).toBe(false);
    const again = await startEngine({ directory });
    expect(again.owned).toBe(true);
    await again.close();
  });

  it("has one owner among processes that start at the same moment", async () => {
    const three = [start("open", way), start("open", way), start("open", way)];
    const answers = await Promise.all(three.map(({ lines }) => next(lines)));
    expect(answers.filter((answer) => (answer as { owned: boolean }).owned)).toHaveLength(1);
    expect(new Set(answers.map((answer) => (answer as { uri: string }).uri)).size).toBe(1);
  });

  it("is shared by two starts within one process", async () => {
    const first = await startEngine({ directory });
    const second = await startEngine({ directory });
    expect([first.owned, second.owned]).toEqual([true, false]);
    await second.close();
    const client = await new MongoClient(second.uri).connect();
    await client.db().collection("things").insertOne({ n: 1 });
    expect(await client.db().collection("things").countDocuments()).toBe(1);
    await client.close();
    await first.close();
  });

  it("is readable by its owner only, and named by the given database", async () => {
    const inner = join(directory, "inner");
    const engine = await startEngine({ directory: inner, database: "village" });
    expect(engine.uri).toContain("/village?");
    const modes = [inner, join(inner, "engine.mdb"), join(inner, "engine.sock")].map(
      (path) => statSync(path).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o600, 0o600]);
    await engine.close();
  });

  it("is reached over loopback where its path is too long for a socket", async () => {
    const long = join(directory, "a".repeat(100));
    const engine = await startEngine({ directory: long });
    expect(await startEngine({ directory: long })).toMatchObject({ owned: false, uri: engine.uri });
    expect(engine.uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\/kamarlindung/);
    const client = await new MongoClient(engine.uri).connect();
    expect(await client.db().command({ ping: 1 })).toMatchObject({ ok: 1 });
    await client.close();
    await engine.close();
  });

  it("does not start where its folder cannot be, and says why", async () => {
    await writeFile(join(directory, "file"), "");
    await expect(startEngine({ directory: join(directory, "file") })).rejects.toThrow(/file/u);
  });
});
