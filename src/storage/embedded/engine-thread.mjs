import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { register } from "tsx/cjs/api";

/** The embedded engine in a thread: says where it is, and ends once it was told to and everything is on disk. */
register();
const { startEmbeddedEngine } = createRequire(import.meta.url)("./index.ts");
const engine = await startEmbeddedEngine(workerData);
parentPort.once("message", async () => {
  await engine.close();
  parentPort.close();
});
parentPort.postMessage({ uri: engine.uri, owned: engine.owned });
