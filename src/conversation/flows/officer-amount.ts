import { rupiah } from "../../domain/shared/money";
import type { Text } from "../../domain/shared/text";
import { surplusTexts } from "../../operations/surplus";
import { readMoney } from "../answers/money";
import type { ActContext, FlowContext, Given, Input } from "../flow";
import { fromText } from "./common";
import { countsLess } from "./officer-cases";
import { type Done, type OfficerWork, openProof } from "./officer-desks";

type Known = Given<OfficerWork>;

/** More than the largest office pays in one bill; beyond it a zero too many was typed. Rupiah. */
export const mostPaid = 1_000_000_000;

/** What was really paid, where it is not what the months cost. */
export const proofAmount = {
  type: "ask",
  key: "found",
  prompt: () => ({ texts: [{ key: "officer.proof-amount" }] }),
  read: (input: Input) => fromText(input, (typed) => readMoney(typed, { least: 1, most: mostPaid })),
  why: { key: "officer.proof-amount.why" },
} as const;

/**
 * The amount beside what was expected, of one proof or of an office's bill of which nobody is unpaid, and what becomes of the
 * difference, before it is saved for good. What could not be confirmed is not offered to be.
 */
export const amountCheck = {
  type: "choose",
  key: "amountCheck",
  prompt: (given: Known, context: FlowContext) => differenceTexts(given, context),
  options: (given: Known, context: FlowContext) => [
    ...(hindranceOf(given, context)
      ? []
      : [
          {
            value: "right",
            label: { key: "officer.proof-amount.right" },
            synonyms: ["ya", "benar", "betul", "yes"],
            next: given.isBill ? ("confirmBill" as const) : ("confirmAmount" as const),
          },
        ]),
    {
      value: "again",
      label: { key: "officer.proof-amount.again" },
      synonyms: ["salah", "no"],
      next: given.isBill ? ("billFound" as const) : ("proofAmount" as const),
      forget: ["found" as const, "amountCheck" as const],
    },
    {
      value: "back",
      label: { key: "officer.proof-amount.back" },
      next: given.isBill ? ("bill" as const) : ("proof" as const),
    },
  ],
  why: { key: "officer.proof-amount.check-why" },
} as const;

const billOf = ({ proofId = "" }: Known, context: FlowContext) => context.look("bill-case", { proofId });

const openOf = (given: Known, context: FlowContext) =>
  given.isBill ? billOf(given, context) : openProof(given, context);

/**
 * What cannot be confirmed: more, where a month waits with another proof, for the rest may be for that one; and of a bill less,
 * which it may have become meanwhile, before it is said who is unpaid. Undefined where nothing stands in the way.
 */
function hindranceOf(given: Known, context: FlowContext): Text | undefined {
  const open = openOf(given, context);
  if (!open) return undefined;
  const { found = 0, isBill } = given;
  const params = { found, total: open.total, difference: Math.abs(found - open.total) };
  if (isBill && found < open.total) return { key: "office.case.differs", params };
  if (found <= open.total || !open.waitsElsewhere) return undefined;
  return { key: isBill ? "office.case.more-elsewhere" : "officer.proof-amount.more-elsewhere", params };
}

function differenceTexts({ found: amount = 0, ...given }: Known, context: FlowContext): Text[] {
  const open = openOf(given, context);
  if (!open) return [{ key: "officer.proof.gone" }];
  const difference = amount - open.total;
  const params = { amount, total: open.total, difference: Math.abs(difference) };
  const hindrance = hindranceOf({ ...given, found: amount }, context);
  if (hindrance) return [hindrance];
  if (difference >= 0 && "dues" in open && countsLess(open))
    return [
      { key: difference > 0 ? "officer.proof-amount.counted-more" : "officer.proof-amount.counted", params },
      ...surplusGoes(given, amount, context),
    ];
  if (difference > 0) return [{ key: "officer.proof-amount.more", params }, ...surplusGoes(given, amount, context)];
  return [{ key: difference < 0 ? "officer.proof-amount.less" : "officer.proof-amount.same", params }];
}

/** The months that a surplus pays, as they stand now, before it is saved for good. */
function surplusGoes({ proofId = "" }: Known, amount: number, context: FlowContext): readonly Text[] {
  const use = context.look("surplus-use", { proofId, amount });
  return [...(use === null ? [] : surplusTexts(use)), { key: "officer.proof-amount.more-right" }];
}

/** Confirms the proof over the amount that was found. */
export function confirmAmount({ proofId = "", found: amount = 0 }: Known, context: ActContext): Done<"menu"> {
  const outcome = context.perform("confirm-proof", { proofId, amount: rupiah(amount) });
  return { next: "menu", say: [{ key: `officer.proof-amount.${outcome}` }] };
}
