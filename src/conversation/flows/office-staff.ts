import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { StaffListReading } from "../../operations/office-catalog";
import { type ActContext, defineFlow, type FlowContext, type Given, type Input } from "../flow";
import { workerLine } from "./office-joining";
import { type Picking, pickedEmployee, sought, which } from "./office-picking";
import { stacked } from "./text-tools";

interface StaffWork extends Picking {
  wish: "add" | "code" | "remove" | "back";
  list: string;
  listCheck: "save" | "again" | "leave";
  removeCheck: "yes" | "no";
}

type Known = Given<StaffWork>;
const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });
/** How many lines with a fault are told one by one. */
const mostFaults = 8;
const longestList = 4_000;

function readList(input: Input): Result<string, Text> {
  if (input.type !== "text") return fail(say("engine.type-please"));
  const text = input.text.trim();
  return text.length <= longestList && /\p{L}/u.test(text) ? ok(text) : fail(say("office.add-unreadable"));
}

const readingOf = ({ list = "" }: Known, context: FlowContext): StaffListReading =>
  context.look("read-staff-list", { text: list }) ?? { fits: 0, faults: [] };

function listTexts(given: Known, context: FlowContext): Text[] {
  const { fits, faults } = readingOf(given, context);
  const lines = faults.slice(0, mostFaults).map(({ line, fault }) => say(`office.line.${fault}`, { line }));
  const rest = faults.length - lines.length;
  return [
    say("office.add-check", { fits, faults: faults.length }),
    ...(lines.length > 0 ? [stacked([...lines, ...(rest > 0 ? [say("office.line-more", { count: rest })] : [])])] : []),
  ];
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
  add: "tambah,tulis,tambah pegawai",
  code: "kode,kode kantor",
  remove: "keluar,pegawai keluar,hapus",
  back: "kembali ke papan,papan,selesai,cukup",
};
const places = { add: "add", code: "code", remove: "sought", back: "back" } as const;

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
        (["add", "code", "remove", "back"] as const).map((value) => ({
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
      next: "listCheck",
      help: say("office.add-help"),
    },
    listCheck: {
      type: "choose",
      key: "listCheck",
      prompt: listTexts,
      options: (given, context) => [
        ...(readingOf(given, context).fits > 0
          ? [{ value: "save", label: say("office.add-check.save"), next: "save" as const }]
          : []),
        { value: "again", label: say("office.add-check.again"), next: "add" as const },
        { value: "leave", label: say("office.add-check.leave"), next: "menu" as const },
      ],
    },
    save: {
      type: "act",
      run: ({ list = "" }, context) => {
        const { added } = context.perform("add-employees", { text: list });
        return { next: "back", say: [say("office.added", { count: added })] };
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
