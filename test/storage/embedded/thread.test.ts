import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { startEngineThread } from "../../../src/storage/embedded/thread";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "engine-"));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(directory, { recursive: true, force: true });
});

describe("the thread of the embedded engine", () => {
  it("is closed as often as anybody likes, also where it is gone already", async () => {
    const listening = jest.spyOn(Worker.prototype, "once");
    const engine = await startEngineThread({ directory });
    const [thread] = listening.mock.contexts;
    await Promise.all([engine.close(), engine.close()]);
    await engine.close();

    listening.mockClear();
    const other = await startEngineThread({ directory });
    const [gone] = listening.mock.contexts;
    expect(gone).not.toBe(thread);
    await gone?.terminate();
    await other.close();
  }, 20_000);
});
