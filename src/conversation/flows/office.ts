import { type OfficeKind, officeKinds, parseOfficeCode } from "../../domain/office/office";
import { villageById } from "../../domain/shared/region";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { OfficeBoard, StaffListReading } from "../../operations/office-catalog";
import { readFreeText } from "../answers/free-text";
import { readMoney } from "../answers/money";
import { readPersonName } from "../answers/person-name";
import { type ActContext, defineFlow, type FlowContext, type Given, type Input } from "../flow";
import { fromText, oneOf } from "./common";
import { stacked } from "./text-tools";

interface OfficeWork {
  /** A code that came with the word that opened this. */
  code: string;
  setup: "new" | "code" | "leave";
  kind: OfficeKind;
  officeName: string;
  name: string;
  act: "list" | "bill" | "remind" | "add" | "code" | "leave";
  list: string;
  listCheck: "save" | "again" | "leave";
  claimed: number;
  proof: { attachmentId: string; contentHash: string } | { reference: string };
  /** The office that was joined. */
  joined: string;
}

type Known = Given<OfficeWork>;
const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });
/** How many lines with a fault are told one by one. */
const mostFaults = 8;
const longestList = 4_000;
const reference = { least: 4, most: 60 } as const;

const boardOf = (context: FlowContext): OfficeBoard | null => context.look("office-board", {});

function begin({ code }: Known, context: ActContext): { next: "board" | "join" | "setup" } {
  if (code !== undefined) return { next: "join" };
  const board = boardOf(context);
  if (board === null) return { next: "setup" };
  if (board.unpaired > 0 && board.unassigned > 0) context.perform("pair-employees", {});
  return { next: "board" };
}

function boardTexts(_given: Known, context: FlowContext): Text[] {
  const board = boardOf(context);
  if (board === null) return [say("office.gone")];
  const { name, period, employees, unpaired, unassigned, sums, firstUnpaid } = board;
  const line = (state: keyof typeof sums): Text => say(`office.sum.${state}`, { ...sums[state] });
  const more = sums.unpaid.count - firstUnpaid.length;
  return [
    say("office.board", { name, month: period }),
    stacked([
      line("paid"),
      line("reported"),
      line("unpaid"),
      say("office.employees", { count: employees }),
      ...(unpaired > 0 ? [say("office.unpaired", { count: unpaired })] : []),
      ...(unassigned > 0 ? [say("office.unassigned", { count: unassigned })] : []),
    ]),
    ...(firstUnpaid.length === 0
      ? []
      : [
          stacked([
            say("office.unpaid-heading"),
            ...firstUnpaid.map(({ employeeName, workerName = "", villageId = "" }) => {
              const village = villageById(villageId)?.name ?? "";
              return employeeName === undefined
                ? say("office.unpaid-worker", { worker: workerName, village })
                : say("office.unpaid-line", { employee: employeeName, worker: workerName, village });
            }),
            ...(more > 0 ? [say("office.unpaid-more", { count: more })] : []),
          ]),
        ]),
  ];
}

function readClaimed(input: Input, _given: Known, context: FlowContext): Result<number, Text> {
  const total = boardOf(context)?.sums.unpaid.amount ?? 0;
  return fromText(input, (typed): Result<number, Text> => {
    const read = readMoney(typed);
    if (!read.ok) return read;
    if (read.value === total) return ok(read.value);
    return fail(
      say("office.claimed-differs", { claimed: read.value, total, difference: Math.abs(total - read.value) }),
    );
  });
}

function readProof(input: Input): Result<OfficeWork["proof"], Text> {
  if (input.type === "file") return ok({ attachmentId: input.attachmentId, contentHash: input.contentHash });
  return fromText(input, (typed): Result<OfficeWork["proof"], Text> => {
    const read = readFreeText(typed, reference);
    const isNumber = read.ok && read.value.replace(/\D/gu, "").length >= reference.least;
    return read.ok && isNumber ? ok({ reference: read.value }) : fail(say("payment.proof.what"));
  });
}

function report({ claimed = 0, proof }: Known, context: ActContext): { next: "proof" | "board"; say: Text[] } {
  const outcome = context.perform("report-bill", { claimed, ...proof });
  const count = outcome.status === "reported" ? outcome.count : 0;
  return {
    next: outcome.status === "same-proof" ? "proof" : "board",
    say: [say(`office.bill.${outcome.status}`, { count })],
  };
}

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

function join(
  given: Known,
  context: ActContext,
): { next: "joinName" | "joined" | "joinCode"; set?: Known; say?: Text[] } {
  const { code = "", name } = given;
  const outcome = context.perform("join-office", name === undefined ? { code } : { code, name });
  if ("office" in outcome)
    return { next: outcome.status === "joined" ? "joined" : "joinName", set: { joined: outcome.office } };
  if (outcome.status === "unknown-code") return { next: "joinCode", say: [say("office.join.unknown-code")] };
  return { next: "joined", set: { joined: "" }, say: [say(`office.join.${outcome.status}`)] };
}

function opened(
  { kind, officeName = "", name = "" }: Known,
  context: ActContext,
): { next: "board" | "left"; say: Text[] } {
  const outcome = context.perform("open-office", { kind: oneOf(kind, officeKinds, "agency"), officeName, name });
  return { next: outcome === "personal-sponsor" ? "left" : "board", say: [say(`office.opened.${outcome}`)] };
}

const words: Readonly<Record<OfficeWork["act"], string>> = {
  list: "daftar,unduh,excel,daftar bulan ini",
  bill: "lapor,sudah bayar,tagihan",
  remind: "ingatkan",
  add: "tambah,pegawai,tambah pegawai",
  code: "kode,kode kantor",
  leave: "selesai,keluar,cukup",
};
const acts = ["list", "bill", "remind", "add", "code", "leave"] as const;

/** The coordinator's board: how the month stands, the list for the treasurer, the bill, and the employees; or a way in by a code. */
export const office = defineFlow<OfficeWork>()({
  id: "office",
  title: say("office.title"),
  version: 1,
  start: "begin",
  errand: true,
  needsConsent: true,
  steps: {
    begin: { type: "act", run: begin },
    setup: {
      type: "choose",
      key: "setup",
      prompt: () => [say("office.setup")],
      options: () => [
        { value: "new", label: say("office.setup.new"), next: "kind" },
        { value: "code", label: say("office.setup.code"), next: "joinCode" },
        { value: "leave", label: say("office.setup.leave"), next: "left" },
      ],
      why: say("office.setup-why"),
    },
    kind: {
      type: "choose",
      key: "kind",
      prompt: () => [say("office.kind")],
      options: () => officeKinds.map((value) => ({ value, label: say(`office.kind.${value}`) })),
      next: "officeName",
    },
    officeName: {
      type: "ask",
      key: "officeName",
      prompt: () => ({ texts: [say("office.name")] }),
      read: (input) => fromText(input, (typed) => readFreeText(typed, { most: 80 })),
      next: "name",
    },
    name: {
      type: "ask",
      key: "name",
      prompt: () => ({ texts: [say("office.own-name")] }),
      read: (input) => fromText(input, readPersonName),
      next: "opened",
    },
    opened: { type: "act", run: opened },
    joinCode: {
      type: "ask",
      key: "code",
      prompt: () => ({ texts: [say("office.join-code")] }),
      read: (input) =>
        fromText(input, (typed): Result<string, Text> => {
          const read = parseOfficeCode(typed.slice(0, 40).replace(/^\s*kantor\s+/iu, ""));
          return read.ok ? ok(read.value) : fail(say("office.join-unreadable"));
        }),
      next: "join",
    },
    join: { type: "act", run: join },
    joinName: {
      type: "ask",
      key: "name",
      prompt: ({ joined = "" }) => ({ texts: [say("office.join-name", { office: joined })] }),
      read: (input) => fromText(input, readPersonName),
      next: "join",
      why: say("office.join-why"),
    },
    joined: {
      type: "finish",
      say: ({ joined = "" }) => (joined === "" ? [] : [say("office.joined", { office: joined })]),
      outcome: "completed",
    },
    board: {
      type: "choose",
      key: "act",
      prompt: boardTexts,
      options: () =>
        acts.map((value) => ({ value, label: say(`office.act.${value}`), synonyms: words[value].split(",") })),
      next: ({ act: wanted }) =>
        (({ list: "list", bill: "bill", remind: "remind", add: "add", code: "code", leave: "left" }) as const)[
          wanted ?? "leave"
        ],
      why: say("office.board-why"),
    },
    list: {
      type: "act",
      run: (_given, context) => {
        const { file } = context.perform("make-office-list", {});
        return { next: "board", say: [say(file ? "office.list-made" : "office.gone")], ...(file ? { file } : {}) };
      },
    },
    bill: {
      type: "act",
      run: (_given, context) => {
        const count = boardOf(context)?.sums.unpaid.count ?? 0;
        if (count > 0) return { next: "claimed", forget: ["claimed", "proof"] };
        return { next: "board", say: [say("office.bill.nothing-open")] };
      },
    },
    claimed: {
      type: "ask",
      key: "claimed",
      prompt: (_given, context) => {
        const { count = 0, amount = 0 } = boardOf(context)?.sums.unpaid ?? {};
        return { texts: [say("office.claimed", { count, amount })] };
      },
      read: readClaimed,
      next: "proof",
      why: say("office.claimed-why"),
      help: say("office.claimed-help"),
    },
    proof: {
      type: "ask",
      key: "proof",
      takesFile: true,
      prompt: () => ({ texts: [say("office.proof")] }),
      read: readProof,
      next: "report",
      why: say("office.claimed-why"),
    },
    report: { type: "act", run: report },
    remind: {
      type: "act",
      run: (_given, context) => {
        const outcome = context.perform("remind-employees", {});
        const count = outcome.status === "reminded" ? outcome.count : 0;
        return { next: "board", say: [say(`office.reminded.${outcome.status}`, { count })] };
      },
    },
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
        { value: "leave", label: say("office.add-check.leave"), next: "board" as const },
      ],
    },
    save: {
      type: "act",
      run: ({ list = "" }, context) => {
        const { added } = context.perform("add-employees", { text: list });
        return { next: "begin", say: [say("office.added", { count: added })] };
      },
    },
    code: {
      type: "act",
      run: (_given, context) => {
        const { code } = context.perform("office-code", {});
        return { next: "board", say: [code === undefined ? say("office.gone") : say("office.code", { code })] };
      },
    },
    left: { type: "finish", say: () => [say("office.left")], outcome: "completed" },
  },
});
