import { join } from "node:path";
import PQueue from "p-queue";
import { cutNumber } from "../domain/office/staff-sheet";
import type { ReadCells } from "../operations/sheets";
import { inThread } from "./thread";

const script = join(__dirname, "sheet-worker.mjs");
/** What reading one file may take. */
const most = { longestMs: 8_000, mostMegabytes: 200 };
/** What is read of one file: unpacked bytes, files in the archive, rows, and columns. */
const limits = { mostBytes: 16 * 1024 * 1024, mostFiles: 100, mostRows: 12_000, mostColumns: 40 };

/** One at a time, so that many files at once take no more memory than one. */
const queue = new PQueue({ concurrency: 1 });

/**
 * The cells of the first sheet of an `.xlsx` file as texts (days as `2035-04-01`), or null where it cannot be read. It is read
 * in a thread of its own, with bounded memory and time: a file that unpacks without end ends that thread and harms nothing else.
 */
export const readSheet: ReadCells = async (bytes) => {
  const data = { bytes: Uint8Array.from(bytes), cut: cutNumber, ...limits };
  const cells = await queue.add(() => inThread({ script, data, ...most }));
  return Array.isArray(cells) ? (cells as string[][]) : null;
};
