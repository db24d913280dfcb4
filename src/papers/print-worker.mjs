import { parentPort, workerData } from "node:worker_threads";
import { ownModule } from "../own-module.mjs";

/** Looks at one picture and hands back by what it is known again; whatever goes wrong ends this thread alone. */
const { printOf } = ownModule("./picture-print", import.meta.url);
parentPort.postMessage(await printOf(workerData));
