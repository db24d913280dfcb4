import { parentPort, workerData } from "node:worker_threads";
import { unzipSync, zipSync } from "fflate";
import readXlsxFile from "read-excel-file/node";

/**
 * Reads the first sheet and hands its cells back as texts; whatever goes wrong ends this thread alone. What the archive holds is
 * unpacked into no more room than it says it needs, and only where that is little: the reader is given the small rest.
 */
const { bytes, cut, mostBytes, mostFiles, mostRows, mostColumns } = workerData;

let total = 0;
let count = 0;
const files = unzipSync(bytes, {
  filter: ({ name, originalSize }) => {
    if (!/\.(?:xml|rels)$/u.test(name)) return false;
    total += originalSize;
    count += 1;
    if (total > mostBytes || count > mostFiles) throw new Error("the archive is larger than any staff list");
    return true;
  },
});

function textOf(cell) {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString().slice(0, 10);
  if (typeof cell !== "number") return String(cell).slice(0, 500);
  return Number.isInteger(cell) && !Number.isSafeInteger(cell) ? cut : String(cell);
}

const [sheet] = await readXlsxFile(Buffer.from(zipSync(files, { level: 0 })));
const rows = sheet?.data ?? [];
if (rows.length > mostRows) throw new Error("more rows than any office has employees");
parentPort.postMessage(rows.map((row) => row.slice(0, mostColumns).map(textOf)));
