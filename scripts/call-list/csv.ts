import { localPhone } from "../../src/conversation/flows/text-tools";
import { districtByCode, villageById } from "../../src/domain/shared/region";
import type { CallCase } from "../../src/operations/catalog-views";
import type { Words } from "./words";

/** A spreadsheet must not take what a person typed for a formula. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/u.test(text) ? `'${text}` : text);
const cell = (text: string): string => `"${harmless(text).replaceAll('"', '""')}"`;
const row = (cells: readonly string[]): string => `${cells.map(cell).join(",")}\r\n`;

/** The call list as comma separated values (RFC 4180), with a byte order mark so that a spreadsheet reads it as UTF-8. */
export function callListCsv(calls: readonly CallCase[], words: Words): string {
  const heading = ["district", "village", "number", "full-name", "phone", "reason", "due", "notes"];
  const rows = calls.map((one) =>
    row([
      districtByCode(one.districtCode)?.name ?? "",
      villageById(one.villageId)?.name ?? "",
      one.number,
      one.who === "sponsor" ? words("calls.who.sponsor", { name: one.name, number: one.number }) : one.name,
      one.phone === undefined ? "" : localPhone(one.phone),
      words(`calls.reason.${one.reason}`, { day: one.since }),
      one.dues.map(({ period, amount }) => words("calls.print.month", { period, amount })).join("; "),
      "",
    ]),
  );
  return `\uFEFF${row(heading.map((name) => words(`calls.print.${name}`)))}${rows.join("")}`;
}
