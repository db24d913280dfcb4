import { type EmployeeDraft, lineFaults } from "../../domain/office/employee-line";
import { mostEmployees } from "../../domain/office/office";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { StaffListReading, StaffListSource } from "../../operations/office-catalog";
import { readEntryWord } from "../answers/entry-words";
import { type ActContext, defineFlow, type FlowContext, type Given, type Input } from "../flow";
import { workerLine } from "./office-joining";
import { type Picking, pickedEmployee, sought, which } from "./office-picking";
import { stacked } from "./text-tools";

interface StaffWork extends Picking {
  wish: "add" | "template" | "code" | "remove" | "back";
  list: StaffListSource;
  listCheck: "save" | "again" | "leave";
  removeCheck: "yes" | "no";
}

type Known = Given<StaffWork>;
const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });
/** How many lines with the same fault are told by their numbers. */
const mostLines = 40;
const longestList = 4_000;

function readList(input: Input): Result<StaffListSource, Text> {
  if (input.type === "file") return ok({ attachmentId: input.attachmentId });
  if (input.type !== "text") return fail(say("engine.type-please"));
  const text = input.text.trim();
  // Whoever wants to be elsewhere enters nobody of that name.
  if (readEntryWord(text) !== null) return fail(say("office.add-unreadable"));
  return text.length <= longestList && /\p{L}/u.test(text) ? ok({ text }) : fail(say("office.add-unreadable"));
}

const readingOf = ({ list = { text: "" } }: Known, context: FlowContext): StaffListReading =>
  context.look("read-staff-list", list) ?? { fits: 0, firstRead: [], completes: 0, faults: [] };

const canSave = ({ fits, completes }: StaffListReading): boolean => fits + completes > 0;

function listTexts(given: Known, context: FlowContext): Text[] {
  const { fits, firstRead, completes, faults, isUnreadable } = readingOf(given, context);
  if (isUnreadable) return [say("office.sheet-unreadable")];
  const lines = lineFaults.flatMap((fault) => {
    const numbers = faults.filter((one) => one.fault === fault).map(({ line }) => line);
    return numbers.length === 0 ? [] : [say(`office.line.${fault}`, { line: numbersText(numbers) })];
  });
  const more = fits - firstRead.length;
  return [
    say("office.add-check", { fits, faults: faults.length }),
    ...(fits > 0
      ? [stacked([...firstRead.map(readText), ...(more > 0 ? [say("office.read.more", { more })] : [])])]
      : []),
    ...(completes > 0 ? [say("office.add-check.completes", { count: completes })] : []),
    ...(lines.length > 0 ? [stacked(lines)] : []),
  ];
}

/** Somebody as she was read: a part that was taken for something else is noticed before it is saved. */
function readText({ name, staffNumber: number, phone, retiresOn: day }: EmployeeDraft): Text {
  let line = say("office.read.name", { name });
  if (number !== undefined) line = say("office.read.number", { line, number });
  if (phone !== undefined) line = say("office.read.phone", { line, phone: phone.replace(/^\+62/u, "0") });
  if (day !== undefined) line = say("office.read.retires", { line, day });
  return line;
}

function numbersText(numbers: readonly number[]): Text | string {
  const lines = numbers.slice(0, mostLines).join(", ");
  const count = numbers.length - mostLines;
  return count > 0 ? say("office.line-more", { lines, count }) : lines;
}

/** What becomes of whom she stood by is told before it is done. */
function removeTexts(given: Known, context: FlowContext): Text[] {
  const found = pickedEmployee(given, context);
  if (!found) return [say("office.which.gone")];
  const { name, workers } = found;
  return [
    say("office.remove-check", { employee: name }),
    ...(workers.length > 0
      ? [stacked(workers.map((one) => workerLine("office.employed.worker", one))), say("office.remove-check.stays")]
      : []),
  ];
}

function remove(given: Known, context: ActContext): { next: "menu"; say: Text[]; forget: (keyof StaffWork)[] } {
  const outcome = context.perform("remove-employee", { employeeId: given.picked ?? "" });
  return { next: "menu", say: [say(`office.removed.${outcome}`)], forget: ["sought", "picked"] };
}

const words: Readonly<Record<StaffWork["wish"], string>> = {
  add: "tambah,tulis,kirim,tambah pegawai",
  template: "contoh,excel,berkas kosong,template",
  code: "kode,kode kantor",
  remove: "keluar,pegawai keluar,hapus",
  back: "kembali ke papan,papan,selesai,cukup",
};
const places = { add: "add", template: "template", code: "code", remove: "sought", back: "back" } as const;

/** The employees of an office, as the coordinator keeps them. */
export const officeStaff = defineFlow<StaffWork>()({
  id: "office-staff",
  title: say("office.staff.title"),
  version: 1,
  start: "menu",
  errand: true,
  needsConsent: true,
  steps: {
    menu: {
      type: "choose",
      key: "wish",
      prompt: () => [say("office.staff")],
      options: () =>
        (["add", "template", "code", "remove", "back"] as const).map((value) => ({
          value,
          label: say(`office.staff.${value}`),
          synonyms: words[value].split(","),
        })),
      next: ({ wish = "back" }) => places[wish],
      why: say("office.board-why"),
    },
    back: { type: "finish", say: () => [], outcome: "completed", follow: () => ({ flow: "office" }) },
    add: { type: "act", run: () => ({ next: "staffList", forget: ["list"] }) },
    staffList: {
      type: "ask",
      key: "list",
      prompt: () => ({ texts: [say("office.add")] }),
      read: readList,
      takesSheet: true,
      next: "listCheck",
      help: say("office.add-help"),
    },
    listCheck: {
      type: "choose",
      key: "listCheck",
      prompt: listTexts,
      options: (given, context) => [
        ...(canSave(readingOf(given, context))
          ? [{ value: "save", label: say("office.add-check.save"), next: "save" as const }]
          : []),
        { value: "again", label: say("office.add-check.again"), next: "add" as const },
        { value: "leave", label: say("office.add-check.leave"), next: "menu" as const },
      ],
    },
    save: {
      type: "act",
      run: ({ list = { text: "" } }, context) => {
        const { added, completed, left } = context.perform("add-employees", list);
        return {
          next: "back",
          say: [
            say("office.added", { count: added }),
            ...(completed > 0 ? [say("office.completed", { count: completed })] : []),
            ...(left > 0 ? [say("office.added-full", { count: left, most: mostEmployees })] : []),
          ],
        };
      },
    },
    template: {
      type: "act",
      run: (_given, context) => {
        const { file } = context.perform("make-staff-template", {});
        return {
          next: file ? "add" : "menu",
          say: [say(file ? "office.template-made" : "office.gone")],
          ...(file ? { file } : {}),
        };
      },
    },
    code: {
      type: "act",
      run: (_given, context) => {
        const { code } = context.perform("office-code", {});
        return { next: "menu", say: [code === undefined ? say("office.gone") : say("office.code", { code })] };
      },
    },
    sought: { ...sought("office.remove"), next: "which" },
    which: { ...which(), next: "removeCheck" },
    removeCheck: {
      type: "choose",
      key: "removeCheck",
      prompt: removeTexts,
      options: () => [
        { value: "yes", label: say("office.remove-check.yes"), synonyms: ["ya", "iya"], next: "remove" as const },
        { value: "no", label: say("office.remove-check.no"), synonyms: ["tidak", "batal"], next: "menu" as const },
      ],
    },
    remove: { type: "act", run: remove },
  },
});
