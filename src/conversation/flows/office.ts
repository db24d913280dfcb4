import { type OfficeKind, officeKinds } from "../../domain/office/office";
import { villageById } from "../../domain/shared/region";
import { fail, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { OfficeBoard, UnpaidRow } from "../../operations/office-catalog";
import { readEntryWord } from "../answers/entry-words";
import { readFreeText } from "../answers/free-text";
import { readMoney } from "../answers/money";
import { readPersonName } from "../answers/person-name";
import { type ActContext, defineFlow, type FlowContext, type Given, type Input } from "../flow";
import { fromText, oneOf } from "./common";
import { setMonthlyList } from "./monthly-list";
import * as joining from "./office-joining";
import { monthsText } from "./office-months";
import { type BillProof, proofDiffers, readInProof, readProof } from "./office-proof";
import { mostPaid } from "./officer-amount";
import { noProof } from "./report-payment-proof";
import { stacked } from "./text-tools";

interface OfficeWork extends joining.Joining {
  setup: "new" | "code" | "leave";
  kind: OfficeKind;
  officeName: string;
  act: "list" | "bill" | "remind" | "staff" | "hand-over" | "page" | "monthly" | "leave";
  claimed: number;
  /** What was claimed beyond the list as she saw it, where she has said that it is right. Rupiah. */
  surplus: number;
  /** Which months what was claimed is for. */
  bills: "all" | "unpaid";
  claimedMore: "right" | "again" | "back";
  proof: BillProof;
  /** What becomes of it where another sum was read in the proof. */
  proofDiffers: "right" | "other" | "back";
  /** The photo or the bank's words that prove the bill, where they came before anything was asked. */
  receipt: { attachmentId: string; contentHash: string } | { text: string };
}

type Known = Given<OfficeWork>;
const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });

const boardOf = (context: FlowContext): OfficeBoard | null => context.look("office-board", {});
const totalOf = (context: FlowContext): number => boardOf(context)?.bill.amount ?? 0;

/**
 * What comes to less than the bill and settles a part of it all the same, in rupiah: the unpaid months, where others' proof
 * did not hold. It is what the board, the list and the monthly message ask for. Nothing where there is no such part.
 */
function unpaidPart(context: FlowContext): number | undefined {
  const { unpaid, refused } = boardOf(context)?.sums ?? {};
  return unpaid && refused && unpaid.count > 0 && refused.count > 0 ? unpaid.amount : undefined;
}

function begin({ code, act }: Known, context: ActContext): { next: "board" | "bill" | "join" | "setup" | "employed" } {
  if (code !== undefined) return { next: "join" };
  const board = boardOf(context);
  if (board === null) return { next: context.look("office-standing", {}).employed ? "employed" : "setup" };
  if (board.unpaired > 0 && board.unassigned > 0) context.perform("pair-employees", {});
  return { next: act === "bill" ? "bill" : "board" };
}

/** The receipt that came first is the proof, and nothing more is asked than what was paid. */
function beginBill({ receipt }: Known, context: ActContext) {
  const count = boardOf(context)?.bill.count ?? 0;
  if (count === 0) return { next: "board", forget: ["receipt"], say: [say("office.bill.nothing-open")] } as const;
  const set = receipt === undefined ? {} : { proof: receipt };
  return {
    next: "claimed",
    forget: ["claimed", "surplus", "bills", "claimedMore", "proof", "proofDiffers"],
    set,
  } as const;
}

function unpaidLine({ employeeName: employee, workerName: worker = "", villageId = "", periods }: UnpaidRow): Text {
  const params = { worker, village: villageById(villageId)?.name ?? "", months: monthsText(periods) };
  return employee === undefined
    ? say("office.unpaid-worker", params)
    : say("office.unpaid-line", { employee, ...params });
}

function boardTexts({ receipt }: Known, context: FlowContext): Text[] {
  const board = boardOf(context);
  if (board === null) return [say("office.gone")];
  const { name, employees, unpaired, unassigned, sums } = board;
  const line = (state: keyof typeof sums): Text => say(`office.sum.${state}`, { ...sums[state] });
  return [
    say("office.board", { name, day: context.today }),
    stacked([
      line("paid"),
      line("reported"),
      line("unpaid"),
      ...(sums.refused.count > 0 ? [line("refused")] : []),
      say("office.employees", { count: employees }),
      ...(unpaired > 0 ? [say("office.unpaired", { count: unpaired })] : []),
      ...(unassigned > 0 ? [say("office.unassigned", { count: unassigned })] : []),
    ]),
    ...named("unpaid", sums.unpaid.count, board.firstUnpaid),
    ...named("refused", sums.refused.count, board.firstRefused),
    ...(receipt !== undefined && board.bill.count > 0 ? [say("office.receipt.kept")] : []),
  ];
}

/** The first of a board's unpaid months under their heading, and how many more there are. */
function named(state: "unpaid" | "refused", count: number, rows: readonly UnpaidRow[]): Text[] {
  const more = count - rows.flatMap(({ periods }) => periods).length;
  const rest = more > 0 ? [say("office.unpaid-more", { count: more })] : [];
  return rows.length === 0 ? [] : [stacked([say(`office.${state}-heading`), ...rows.map(unpaidLine), ...rest])];
}

/** A receipt that comes too early must not be taken for that of one worker's month: the amount is asked for first. */
function readClaimed(input: Input, { receipt }: Known, context: FlowContext): Result<number, Text> {
  if (input.type === "file") return fail(say(receipt ? "office.claimed-has-receipt" : "office.claimed-first"));
  const total = totalOf(context);
  const part = unpaidPart(context);
  return fromText(input, (typed): Result<number, Text> => {
    const read = readMoney(typed, { most: mostPaid });
    if (!read.ok || read.value >= total || read.value === part) return read;
    const claimed = read.value;
    if (part !== undefined && claimed > part) return fail(say("office.claimed-between", { claimed, part, total }));
    const least = part ?? total;
    return fail(say("office.claimed-less", { claimed, total: least, difference: least - claimed }));
  });
}

/** What may have been paid: the bill, and where a proof of some of its months did not hold, the others alone. */
function claimedTexts(context: FlowContext): Text[] {
  const { sums, bill } = boardOf(context) ?? {};
  const { count = 0, amount = 0 } = bill ?? {};
  const part = unpaidPart(context);
  if (part === undefined) return [say("office.claimed", { count, amount })];
  const [unpaid, refused] = [sums?.unpaid.count ?? 0, sums?.refused.count ?? 0];
  return [say("office.claimed-either", { unpaid, part, refused, count, amount })];
}

/** Measured anew at each answer, for she may have gone back and written another sum. */
function measure({ claimed = 0 }: Known, context: FlowContext) {
  const bills = claimed === unpaidPart(context) ? "unpaid" : "all";
  return { next: "proof", set: { bills, surplus: Math.max(0, claimed - totalOf(context)) } } as const;
}

/** Who has paid more than the list says so before it is reported: nobody is forgotten, and the rest is credit. */
const claimedMore = {
  type: "choose",
  key: "claimedMore",
  prompt: ({ claimed = 0 }: Known, context: FlowContext): Text[] => {
    const total = totalOf(context);
    return [say("office.claimed-more", { claimed, total, difference: Math.max(0, claimed - total) })];
  },
  options: () => [
    {
      value: "right",
      label: say("office.claimed-more.right"),
      synonyms: ["ya", "benar", "betul"],
      next: "measure" as const,
    },
    { value: "again", label: say("office.claimed-more.again"), synonyms: ["salah", "tidak"], next: "bill" as const },
    { value: "back", label: say("office.claimed-more.back"), next: "board" as const },
  ],
  why: say("office.claimed-why"),
} as const;

function report(
  { claimed = 0, surplus = 0, bills = "all", proof = "none" }: Known,
  context: ActContext,
): { next: "proof" | "board"; say: Text[]; forget: ("proof" | "receipt")[] } {
  const only = bills === "unpaid" ? { only: bills } : {};
  const outcome = context.perform("report-bill", { claimed, surplus, ...only, ...(proof === "none" ? {} : proof) });
  const count = outcome.status === "reported" ? outcome.count : 0;
  const read = outcome.status === "reported" ? readInProof({ proof }, context) : [];
  return {
    next: outcome.status === "same-proof" ? "proof" : "board",
    say: [say(`office.bill.${outcome.status}`, { count }), ...read],
    forget: ["proof", "receipt"],
  };
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
  staff: "pegawai,tambah,tambah pegawai,kode,kode kantor,pegawai keluar",
  "hand-over": "ganti koordinator,serahkan,pengganti",
  monthly: "daftar otomatis,daftar tiap bulan,daftar sendiri,otomatis",
  page: "browser,halaman,buka di browser,web",
  leave: "selesai,keluar,cukup",
};
const places = {
  list: "list",
  bill: "bill",
  remind: "remind",
  staff: "staff",
  "hand-over": "handOver",
  page: "page",
  monthly: "monthly",
  leave: "left",
} as const;
const acts = ["list", "bill", "remind", "staff", "hand-over", "page", "monthly", "leave"] as const;

/** What is offered of the list that comes by itself is the other of what is. */
function actLabel(act: OfficeWork["act"], context: FlowContext): Text {
  if (act !== "monthly") return say(`office.act.${act}`);
  return say(boardOf(context)?.isListOff ? "office.act.monthly-on" : "office.act.monthly-off");
}

/** The coordinator's board: how the month stands, the list for the treasurer, the bill, and the employees; or a way in by a code. */
export const office = defineFlow<OfficeWork>()({
  id: "office",
  title: say("office.title"),
  version: 3,
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
      read: (input) =>
        fromText(input, (typed) =>
          readEntryWord(typed) === "office" ? fail(say("office.name-more")) : readFreeText(typed, { most: 80 }),
        ),
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
    joinCode: { ...joining.joinCode, next: "join" },
    join: { type: "act", run: joining.join },
    joinName: { ...joining.joinName, next: "join" },
    joinAs: { ...joining.joinAs, next: "join" },
    joined: joining.joined,
    employed: { ...joining.employed, next: "left" },
    leaveOffice: { ...joining.leaveCheck, next: "left" },
    leaveNow: { type: "act", run: joining.leaveNow },
    gone: { type: "finish", say: () => [], outcome: "completed" },
    takeOverCheck: { ...joining.takeOverCheck, next: "left" },
    takeOverName: { ...joining.takeOverName, next: "takeOver" },
    takeOver: { type: "act", run: joining.takeOver },
    board: {
      type: "choose",
      key: "act",
      prompt: boardTexts,
      options: (_given, context) =>
        acts.map((value) => ({ value, label: actLabel(value, context), synonyms: words[value].split(",") })),
      next: ({ act: wanted = "leave" }) => places[wanted],
      why: say("office.board-why"),
    },
    list: {
      type: "act",
      run: (_given, context) => {
        const { file } = context.perform("make-office-list", {});
        return { next: "board", say: [say(file ? "office.list-made" : "office.gone")], ...(file ? { file } : {}) };
      },
    },
    bill: { type: "act", run: beginBill },
    claimed: {
      type: "ask",
      key: "claimed",
      takesFile: true,
      prompt: (_given, context) => ({ texts: claimedTexts(context) }),
      read: readClaimed,
      next: ({ claimed = 0 }, context) => (claimed > totalOf(context) ? "claimedMore" : "measure"),
      why: say("office.claimed-why"),
      help: say("office.claimed-help"),
    },
    claimedMore,
    measure: { type: "act", run: measure },
    proof: {
      type: "ask",
      key: "proof",
      takesFile: true,
      skip: ({ receipt }) => receipt !== undefined,
      prompt: () => ({ texts: [say("office.proof")], options: [noProof] }),
      read: readProof,
      next: "proofDiffers",
      why: say("office.claimed-why"),
    },
    proofDiffers: { ...proofDiffers, next: "report" },
    report: { type: "act", run: report },
    remind: {
      type: "act",
      run: (_given, context) => {
        const outcome = context.perform("remind-employees", {});
        const count = outcome.status === "reminded" ? outcome.count : 0;
        return { next: "board", say: [say(`office.reminded.${outcome.status}`, { count })] };
      },
    },
    page: {
      type: "act",
      run: (_given, context) => {
        const { code, link } = context.perform("open-office-page", {});
        const isOpened = code !== undefined && link !== undefined;
        return { next: "board", say: [isOpened ? say("office.page-link", { code, link }) : say("office.page-none")] };
      },
    },
    monthly: {
      type: "act",
      run: (_given, context) => ({
        next: "board",
        say: [setMonthlyList(context, boardOf(context)?.isListOff === true)],
      }),
    },
    staff: { type: "finish", say: () => [], outcome: "completed", follow: () => ({ flow: "office-staff" }) },
    handOver: { type: "finish", say: () => [], outcome: "completed", follow: () => ({ flow: "office-coordinator" }) },
    left: { type: "finish", say: () => [say("office.left")], outcome: "completed" },
  },
});
