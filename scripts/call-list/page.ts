import { localPhone } from "../../src/conversation/flows/text-tools";
import type { Language } from "../../src/domain/messaging/contact";
import { districtByCode, villageById } from "../../src/domain/shared/region";
import type { CallCase } from "../../src/operations/catalog-views";
import type { Words } from "./words";

/** How the page is written. */
interface PageTerms {
  readonly words: Words;
  readonly language: Language;
  /** When it was printed. Milliseconds. */
  readonly at: number;
}

const style = `
@page { size: A4; margin: 14mm 12mm 16mm; }
* { box-sizing: border-box; }
body { font: 10pt/1.35 system-ui, sans-serif; color: #000; margin: 0 auto; max-width: 186mm; }
h1 { font-size: 16pt; margin: 0 0 1mm; }
p { margin: 0 0 1mm; }
.keep { font-weight: 600; }
h2 { font-size: 12pt; margin: 6mm 0 1.5mm; break-after: avoid; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 0.3mm solid #555; padding: 1.6mm 1.8mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #eee; font-size: 9.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.tick { width: 9mm; } .tick span { display: block; width: 5mm; height: 5mm; border: 0.4mm solid #000; }
.name { width: 42mm; } .phone { width: 35mm; white-space: nowrap; } .reason { width: 27mm; } .due { width: 31mm; }
td.name b { display: block; } td.phone { font-size: 11pt; font-variant-numeric: tabular-nums; }
td.notes { height: 17mm; background: repeating-linear-gradient(#fff 0 7.6mm, #999 7.6mm 7.8mm); print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.total { border-top: 0.2mm solid #555; margin-top: 0.5mm; padding-top: 0.5mm; }
@media screen { body { padding: 8mm; } }
`;

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => text.replace(/[&<>"']/gu, (character) => escapes[character] ?? "");

/** The call list as a page for A4 paper: a table for each village, with a box to tick and room for notes in every row. */
export function callListPage(calls: readonly CallCase[], { words, language, at }: PageTerms): string {
  // An amount stays on one line.
  const say: Words = (key, params) => escaped(words(key, params).replaceAll("Rp ", "Rp\u00A0"));
  const villages = [...new Set(calls.map(({ villageId }) => villageId))];
  const tables = villages.map((id) =>
    villageTable(
      calls.filter(({ villageId }) => villageId === id),
      say,
    ),
  );
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<title>${say("calls.print.title")}</title>
<style>${style}</style>
<h1>${say("calls.print.title")}</h1>
<p>${say("calls.print.about", { day: at, count: calls.length })}</p>
<p class="keep">${say("calls.print.keep")}</p>
${tables.length > 0 ? tables.join("\n") : `<p>${say("calls.print.nobody")}</p>`}
</html>
`;
}

/** Dialled from paper, a number is read four digits at a time. */
const inGroups = (phone: string): string => phone.replace(/(\d{4})(?=\d)/gu, "$1 ");

const columns = ["name", "phone", "reason", "due", "notes"] as const;

function villageTable(group: readonly CallCase[], say: Words): string {
  const [first] = group;
  const district = districtByCode(first?.districtCode ?? "")?.name ?? "";
  const village = villageById(first?.villageId ?? "")?.name ?? "";
  const heads = columns.map((name) => `<th class="${name}">${say(`calls.print.${name}`)}</th>`);
  return `<h2>${say("calls.print.place", { district, village })}</h2>
<table>
<thead><tr><th class="tick"></th>${heads.join("")}</tr></thead>
<tbody>
${group.map((one) => personRow(one, say)).join("\n")}
</tbody>
</table>`;
}

function personRow({ who, name, number, phone, reason, since, dues }: CallCase, say: Words): string {
  const called =
    who === "worker"
      ? `<b>${escaped(name)}</b>${escaped(number)}`
      : `<b>${say("calls.who.sponsor", { name, number })}</b>`;
  return `<tr><td class="tick"><span></span></td><td class="name">${called}</td>\
<td class="phone">${phone === undefined ? "–" : escaped(inGroups(localPhone(phone)))}</td>\
<td class="reason">${say(`calls.reason.${reason}`, { day: since })}</td>\
<td class="due">${duesCell(dues, say)}</td><td class="notes"></td></tr>`;
}

function duesCell(dues: CallCase["dues"], say: Words): string {
  if (dues.length === 0) return say("calls.print.nothing-due");
  const months = dues.map(({ period, amount }) => `<div>${say("calls.print.month", { period, amount })}</div>`);
  const total = dues.reduce((sum, { amount }) => sum + amount, 0);
  if (dues.length > 1) months.push(`<div class="total">${say("calls.print.total", { amount: total })}</div>`);
  return months.join("");
}
