import { rupiah } from "../../domain/shared/money";
import type { Text } from "../../domain/shared/text";
import { surplusTexts } from "../../operations/surplus";
import { readMoney } from "../answers/money";
import type { ActContext, FlowContext, Given, Input } from "../flow";
import { fromText } from "./common";
import { type Done, type OfficerWork, openProof } from "./officer-desks";

type Known = Given<OfficerWork>;

/** More than the largest office pays in one bill; beyond it a zero too many was typed. Rupiah. */
export const mostPaid = 1_000_000_000;

/** What was really paid, where it is not what the months cost. */
export const proofAmount = {
  type: "ask",
  key: "proofAmount",
  prompt: () => ({ texts: [{ key: "officer.proof-amount" }] }),
  read: (input: Input) => fromText(input, (typed) => readMoney(typed, { least: 1, most: mostPaid })),
  why: { key: "officer.proof-amount.why" },
} as const;

/** The amount beside what was expected, and what becomes of the difference, before it is saved for good. */
export const proofAmountCheck = {
  type: "choose",
  key: "proofAmountCheck",
  prompt: (given: Known, context: FlowContext) => differenceTexts(given, context),
  options: () => [
    {
      value: "right",
      label: { key: "officer.proof-amount.right" },
      synonyms: ["ya", "benar", "betul", "yes"],
      next: "confirmAmount" as const,
    },
    {
      value: "again",
      label: { key: "officer.proof-amount.again" },
      synonyms: ["salah", "no"],
      next: "proofAmount" as const,
      forget: ["proofAmount" as const, "proofAmountCheck" as const],
    },
    { value: "back", label: { key: "officer.proof-amount.back" }, next: "proof" as const },
  ],
  why: { key: "officer.proof-amount.why" },
} as const;

function differenceTexts({ proofAmount: amount = 0, ...given }: Known, context: FlowContext): Text[] {
  const found = openProof(given, context);
  if (!found) return [{ key: "officer.proof.gone" }];
  const difference = amount - found.total;
  const params = { amount, total: found.total, difference: Math.abs(difference) };
  if (difference > 0) return [{ key: "officer.proof-amount.more", params }, ...surplusGoes(given, amount, context)];
  return [{ key: difference < 0 ? "officer.proof-amount.less" : "officer.proof-amount.same", params }];
}

/** The months that a surplus pays, as they stand now, before it is saved for good. */
function surplusGoes({ proofId = "" }: Known, amount: number, context: FlowContext): readonly Text[] {
  const use = context.look("surplus-use", { proofId, amount });
  return [...(use === null ? [] : surplusTexts(use)), { key: "officer.proof-amount.more-right" }];
}

/** Confirms the proof over the amount that was found. */
export function confirmAmount({ proofId = "", proofAmount: amount = 0 }: Known, context: ActContext): Done<"menu"> {
  const outcome = context.perform("confirm-proof", { proofId, amount: rupiah(amount) });
  return { next: "menu", say: [{ key: `officer.proof-amount.${outcome}` }] };
}
