import { parentPort, workerData } from "node:worker_threads";
import { ownModule } from "../../own-module.mjs";

/** The embedded engine in a thread: says where it is, and ends once it was told to and everything is on disk. */
const { startEmbeddedEngine } = ownModule("./index", import.meta.url);
const engine = await startEmbeddedEngine(workerData);
parentPort.once("message", async () => {
  await engine.close();
  parentPort.close();
});
parentPort.postMessage({ uri: engine.uri, owned: engine.owned });
