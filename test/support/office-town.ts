import writeXlsxFile, { type Cell } from "write-excel-file/node";
import type { Effects } from "../../src/operations/catalog";
import { type Town, wishOf } from "./town";

/**
 * An office of three employees and as many workers, all paid by the office, whose coordinator is called Retno. An officer
 * called Officer is there where it has a worker to verify. Returns what it owes, in rupiah.
 */
export async function dinas(town: Town, workers = 3, { paired = true } = {}): Promise<{ bill: number }> {
  if ((await town.repositories.officers.findByContact((await town.contact("Officer")).id)) === null)
    await town.officer("Officer");
  for (let serial = 1; serial <= workers; serial += 1) await town.insured(`Worker${serial}`, serial);
  await town.does("Retno", "open-office", { kind: "agency", officeName: "Dinas Contoh", name: "Bu Retno" });
  await town.does("Retno", "add-employees", { text: "Siti; 1001\nBudi; 1002\nAni; 1003" });
  const wish = wishOf({ kind: "office", officeName: "Dinas Contoh", count: workers, route: "coordinator" });
  const { held } = await town.does("Retno", "make-pledges", wish);
  await town.does("Retno", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
  if (paired) await town.does("Retno", "pair-employees", {});
  const board = await town.sees("Retno", "office-board", {});
  return { bill: board?.sums.unpaid.amount ?? 0 };
}

/** The report of a bill, with a reference instead of a picture. */
export function reportOf(claimed: number): Effects["report-bill"]["input"] {
  return { claimed, reference: "REF 1234" };
}

/** A spreadsheet as people make them: texts, numbers and days. */
export async function sheetOf(rows: readonly (readonly unknown[])[]): Promise<Uint8Array> {
  const cellOf = (value: unknown): Cell => {
    if (value === null) return null;
    if (value instanceof Date) return { value, type: Date, format: "dd/mm/yyyy" };
    return typeof value === "number" ? { value, type: Number } : { value: String(value), type: String };
  };
  return new Uint8Array(await writeXlsxFile(rows.map((row) => row.map(cellOf))).toBuffer());
}
