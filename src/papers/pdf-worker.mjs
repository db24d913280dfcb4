import { parentPort, workerData } from "node:worker_threads";
import { getDocumentProxy } from "unpdf";

/** Reads the words of the first pages and hands them back; whatever goes wrong ends this thread alone. */
const { bytes, pages } = workerData;
const document = await getDocumentProxy(bytes, { isEvalSupported: false, disableFontFace: true, stopAtErrors: false });
const lines = [];
for (let number = 1; number <= Math.min(pages, document.numPages); number += 1) {
  const page = await document.getPage(number);
  const { items } = await page.getTextContent();
  lines.push(items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : " ") : "")).join(""));
}
parentPort.postMessage(lines.join("\n").slice(0, 20_000));
