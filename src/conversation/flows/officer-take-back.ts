import { type ProofReason, proofReasons } from "../../domain/payment/proof";
import { parseReceiptCode, type ReceiptCode } from "../../domain/payment/receipt-code";
import type { RegistrationNumber } from "../../domain/shared/registration-number";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import { monthLines } from "../../operations/month-lines";
import type { ConfirmedGlimpse, TakeBackCase } from "../../operations/take-back-views";
import { readRegistrationNumber } from "../answers/registration-number";
import type { ActContext, FlowContext, Given, Input } from "../flow";
import { fromText, oneOf } from "./common";
import { monthsText } from "./office-months";
import { stacked } from "./text-tools";

/** A confirmation that was a mistake. Only ids are kept: what is shown is looked up each time. */
export interface TakeBackWork {
  takeBackOf: { readonly number?: RegistrationNumber; readonly code?: ReceiptCode };
  takeBackWhich: string;
  takeBackVerdict: "take" | "other" | "menu";
}

/** The proof and why it does not hold are kept, and asked for, as where a proof is refused. */
type Known = Given<TakeBackWork & { proofId: string; proofReason: ProofReason; proofNote: string }>;

const offered = ({ takeBackOf = {} }: Known, context: FlowContext): readonly ConfirmedGlimpse[] =>
  context.look("confirmed-proofs", takeBackOf);

const caseOf = ({ proofId = "" }: Known, context: FlowContext): TakeBackCase | null =>
  context.look("take-back-case", { proofId });

/** Whose confirmation it is: by registration number, or by the check code of its receipt. */
export const takeBackFind = {
  type: "ask",
  key: "takeBackOf",
  prompt: () => ({ texts: [{ key: "officer.take-back.find" }] }),
  read: (input: Input, _given: Known, context: FlowContext): Result<TakeBackWork["takeBackOf"], Text> =>
    fromText<TakeBackWork["takeBackOf"]>(input, (typed) => {
      const of = readWhose(typed);
      if (!of.ok) return of;
      return context.look("confirmed-proofs", of.value).length > 0 ? of : fail({ key: "officer.take-back.nothing" });
    }),
  takesReceiptCode: true,
  why: { key: "officer.take-back.why" },
  help: { key: "officer.take-back.help" },
} as const;

function readWhose(typed: string): Result<TakeBackWork["takeBackOf"], Text> {
  const number = readRegistrationNumber(typed);
  if (number.ok) return ok({ number: number.value });
  const code = parseReceiptCode(typed);
  return code.ok ? ok({ code: code.value }) : number;
}

/** Which of several confirmations, the latest first; passed by where there is one. */
export const takeBackWhich = {
  type: "choose",
  key: "takeBackWhich",
  skip: (given: Known, context: FlowContext) => offered(given, context).length < 2,
  prompt: () => [{ key: "officer.take-back.which" }],
  options: (given: Known, context: FlowContext) =>
    offered(given, context).map(({ proofId: value, confirmedOn: day, amount, periods }) => ({
      value,
      label: { key: "officer.take-back.one", params: { day, amount, months: monthsText(periods) } },
    })),
  why: { key: "officer.take-back.why" },
} as const;

/** Opens the one that was chosen, or the only one. */
export function takeBackChosen(given: Known, context: ActContext): { next: "takeBackCase"; set: Known } {
  const all = offered(given, context);
  const chosen = all.length === 1 ? all[0] : all.find(({ proofId }) => proofId === given.takeBackWhich);
  return { next: "takeBackCase", set: { proofId: chosen?.proofId ?? "" } };
}

/** What was confirmed, and what comes of taking it back, before it is done. */
export const takeBackCase = {
  type: "choose",
  key: "takeBackVerdict",
  prompt: (given: Known, context: FlowContext): Text[] => {
    const found = caseOf(given, context);
    return found === null ? [{ key: "officer.take-back.gone" }] : caseTexts(found);
  },
  file: (given: Known, context: FlowContext) => {
    const attachmentId = caseOf(given, context)?.attachmentId;
    return attachmentId === undefined ? undefined : { attachmentId };
  },
  options: (given: Known, context: FlowContext) => [
    ...(caseOf(given, context)?.leaning.length === 0
      ? [{ value: "take", label: { key: "officer.take-back.take" }, next: "takeBackReason" as const }]
      : []),
    { value: "other", label: { key: "officer.take-back.other" }, next: "takeBackFind" as const },
    { value: "menu", label: { key: "officer.proof.menu" }, next: "menu" as const },
  ],
  why: { key: "officer.take-back.why" },
} as const;

function caseTexts({ office, confirmedOn: day, amount, months, leaning, loses }: TakeBackCase): Text[] {
  const head: Text =
    office === undefined
      ? { key: "officer.take-back.case", params: { day, amount } }
      : { key: "officer.take-back.case-office", params: { day, amount, office } };
  const shown = stacked([head, ...monthLines(months)]);
  if (leaning.length > 0) return [shown, stacked([{ key: "officer.take-back.leaning" }, ...monthLines(leaning)])];
  return [
    shown,
    ...(loses.length > 0 ? [stacked([{ key: "officer.take-back.loses" }, ...monthLines(loses)])] : []),
    { key: "officer.take-back.after" },
  ];
}

/** Takes the confirmation back: its months are owed again. */
export function takeBack(given: Known, context: ActContext): { next: "menu"; say: readonly Text[] } {
  const outcome = context.perform("take-back-proof", {
    proofId: given.proofId ?? "",
    reason: oneOf(given.proofReason, proofReasons, "other"),
    ...(given.proofNote ? { note: given.proofNote } : {}),
  });
  return { next: "menu", say: [{ key: `officer.taken-back.${outcome}` }] };
}
