import { parentPort, workerData } from "node:worker_threads";
import { tsImport } from "tsx/esm/api";

/** Looks at one picture and hands back by what it is known again; whatever goes wrong ends this thread alone. */
const { printOf } = await tsImport("./picture-print.ts", import.meta.url);
parentPort.postMessage(await printOf(workerData));
