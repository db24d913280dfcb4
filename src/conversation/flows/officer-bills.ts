import { villageById } from "../../domain/shared/region";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { ProofCase } from "../../operations/catalog-views";
import type { BillCase } from "../../operations/office-catalog";
import { readMoney } from "../answers/money";
import type { ActContext, FlowContext, Given, Input } from "../flow";
import { fromText } from "./common";
import { monthsText } from "./office-months";
import { mostPaid } from "./officer-amount";
import { readTexts, replacedTexts, resemblanceTexts } from "./officer-cases";
import type { Done, OfficerWork } from "./officer-desks";
import { openProof } from "./officer-desks";
import { stacked } from "./text-tools";

type Known = Given<OfficerWork>;
/** How many months of a bill are listed with their number; the office sends its list on request. */
const mostListed = 60;

const caseOf = ({ proofId = "" }: Known, context: FlowContext): BillCase | null =>
  context.look("bill-case", { proofId });

const linesOf = ({ lines }: BillCase): Text[] =>
  lines.slice(0, mostListed).map(({ name, villageId, nik = "", kpj, period, amount }, index) => {
    const params = { no: index + 1, name, village: villageById(villageId)?.name ?? "", nik, period, amount };
    return kpj === undefined
      ? { key: "office.case.line", params }
      : { key: "office.case.line-kpj", params: { ...params, kpj } };
  });

/** What is to be noticed of its proof, and what was read in that beside what the office says was paid. */
const shownTexts = (opened: ProofCase, claimed: number): Text[] => [
  ...replacedTexts(opened),
  ...resemblanceTexts(opened),
  ...readTexts(opened, (amount) => amount === claimed, { key: "office.case.read-differs", params: { claimed } }),
];

/** The bill of an office: how many months, what they cost together, and what the office says was paid. */
export const bill = {
  type: "choose",
  key: "billVerdict",
  prompt: (given: Known, context: FlowContext): Text[] => {
    const found = caseOf(given, context);
    if (found === null) return [{ key: "officer.proof.gone" }];
    const { office, count, total, claimed, lines } = found;
    const months = monthsText(lines.map(({ period }) => period));
    const opened = openProof(given, context);
    const { reference, text } = opened ?? {};
    return [
      { key: "office.case", params: { office, months, count } },
      stacked([
        { key: "office.case.total", params: { total } },
        { key: "office.case.claimed", params: { claimed } },
      ]),
      ...(reference === undefined ? [] : [{ key: "officer.proof.reference", params: { reference } }]),
      ...(text === undefined ? [] : [{ key: "officer.proof.text", params: { text } }]),
      ...(opened === undefined ? [] : shownTexts(opened, claimed)),
    ];
  },
  file: (given: Known, context: FlowContext) => {
    const attachmentId = openProof(given, context)?.attachmentId;
    return attachmentId === undefined ? undefined : { attachmentId };
  },
  options: () => [
    { value: "found", label: { key: "office.case.found" }, next: "billFound" as const },
    { value: "reject", label: { key: "officer.proof.reject" }, next: "proofReason" as const },
    { value: "skip", label: { key: "officer.proof.skip" }, next: "skipProof" as const },
    { value: "menu", label: { key: "officer.proof.menu" }, next: "menu" as const },
  ],
  why: { key: "officer.proof.why" },
} as const;

/** The control total as the officer finds it. */
export const billFound = {
  type: "ask",
  key: "found",
  prompt: () => ({ texts: [{ key: "office.case.found-ask" }] }),
  read: (input: Input) => fromText(input, (typed) => readMoney(typed, { most: mostPaid })),
  next: (given: Known, context: FlowContext): "confirmBill" | "billUnpaid" | "amountCheck" => {
    const more = (given.found ?? 0) - (caseOf(given, context)?.total ?? 0);
    return more === 0 ? "confirmBill" : more > 0 ? "amountCheck" : "billUnpaid";
  },
  why: { key: "office.case.found-why" },
} as const;

/** Where less was found: who of the list is not paid. Their sum must be the difference. */
export const billUnpaid = {
  type: "ask",
  key: "billUnpaid",
  prompt: (given: Known, context: FlowContext) => {
    const found = caseOf(given, context);
    const { found: amount = 0 } = given;
    const total = found?.total ?? 0;
    return {
      texts: [
        { key: "office.case.differs", params: { total, found: amount, difference: Math.abs(total - amount) } },
        ...(found === null || found.lines.length === 0 ? [] : [stacked(linesOf(found))]),
        { key: "office.case.unpaid-ask" },
      ],
    };
  },
  read: readUnpaid,
  why: { key: "office.case.found-why" },
} as const;

function readUnpaid(input: Input, given: Known, context: FlowContext): Result<readonly number[], Text> {
  const found = caseOf(given, context);
  return fromText(input, (typed): Result<readonly number[], Text> => {
    const numbers = [...new Set((typed.match(/\d+/gu) ?? []).map(Number))];
    const lines = found?.lines ?? [];
    if (numbers.length === 0 || numbers.some((no) => no < 1 || no > lines.length))
      return fail({ key: "office.case.unpaid-unclear", params: { last: lines.length } });
    const unpaid = numbers.reduce((sum, no) => sum + (lines[no - 1]?.amount ?? 0), 0);
    const difference = (found?.total ?? 0) - (given.found ?? 0);
    return unpaid === difference
      ? ok(numbers)
      : fail({ key: "office.case.unpaid-differs", params: { unpaid, difference: Math.abs(difference) } });
  });
}

/** Confirms the whole bill in one act. */
export function confirmBill(
  { proofId = "", found = 0, billUnpaid: unpaid = [] }: Known,
  context: ActContext,
): Done<"menu"> {
  const outcome = context.perform("confirm-bill", { proofId, found, unpaid });
  if (outcome === "done" && unpaid.length > 0)
    return { next: "menu", say: [{ key: "office.case.confirmed.but", params: { count: unpaid.length } }] };
  return { next: "menu", say: [{ key: `office.case.confirmed.${outcome}` }] };
}
