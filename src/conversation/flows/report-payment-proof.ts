import { looksLikeReceipt, type Suggestion, suggestFrom } from "../../domain/payment/paper-text";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import { readChoice } from "../answers/choice";
import { readFreeText } from "../answers/free-text";
import { forwardedText } from "../answers/unasked-proof";
import type { FlowContext, Input, Option } from "../flow";
import { ahead, type Known, type PaidMonth, type PaymentReport, spanOption } from "./report-payment-ahead";

/** A reference number of a bank or a shop, in characters. */
const reference = { least: 4, most: 60 } as const;

/** Offered wherever a proof is asked for. */
export const noProof: Option = {
  value: "none",
  label: { key: "payment.proof.none" },
  synonyms: [
    "tidak punya bukti",
    "tidak punya",
    "tidak ada",
    "tidak ada bukti",
    "ndak punya",
    "ndak ada",
    "gak punya",
    "gak ada",
    "belum ada",
    "hilang",
    "ora duwe",
    "ora ana",
    "mboten gadhah",
    "mboten wonten",
    "none",
    "no proof",
  ],
};

/** What may be chosen instead of sending one. */
export const proofOptions = (given: Known, context: FlowContext): readonly Option[] =>
  ahead(given, context, 1).length > 0 ? [noProof, spanOption] : [noProof];

/** A photo or PDF, a bank's words, a reference number, or that there is none. */
export function readProof(input: Input, given: Known, context: FlowContext): Result<PaymentReport["proof"], Text> {
  if (input.type === "file")
    return ok({ type: "file", attachmentId: input.attachmentId, contentHash: input.contentHash });
  if (input.type === "option") return ok({ type: input.value === spanOption.value ? "ahead" : "none" });
  if (input.type !== "text") return fail({ key: "payment.proof.what" });
  const forwarded = readFreeText(input.text, forwardedText);
  if (forwarded.ok && looksLikeReceipt(forwarded.value)) return ok({ type: "text", text: forwarded.value });
  const named = proofOptions(given, context).map(({ value, synonyms = [] }) => ({ value, label: value, synonyms }));
  const chosen = readChoice(input.text, named);
  if (chosen.ok) return ok({ type: chosen.value === spanOption.value ? "ahead" : "none" });
  const typed = readFreeText(input.text, reference);
  // A reference has digits; words alone mean something else.
  return typed.ok && typed.value.replace(/\D/gu, "").length >= reference.least
    ? ok({ type: "reference", reference: typed.value })
    : fail({ key: "payment.proof.what" });
}

/** Where a proof may stand among the answers. */
export const everyProof = ["proof", "attachmentId", "contentHash", "said"] as const;

/** A proof as it is reported. */
export type Proof = Exclude<PaymentReport["proof"], { readonly type: "ahead" }>;

/** The proof, wherever among the answers it stands. */
export function proofOf(given: Known): Proof {
  if (given.proof && given.proof.type !== "ahead") return given.proof;
  const { attachmentId, contentHash, said } = given;
  return attachmentId && contentHash ? { type: "file", attachmentId, contentHash } : (said ?? { type: "none" });
}

/** What the words of the proof seem to say: shown to whoever sent it, so that a wrong one is noticed at once. */
export function readOf(proof: Proof, context: FlowContext): Suggestion {
  if (proof.type === "text") return suggestFrom(proof.text, context.today);
  return proof.type === "file" ? context.look("paper-suggestion", { attachmentId: proof.attachmentId }) : {};
}

/** What was read in a proof, in words; nothing where no amount was. */
export function readText({ amount, day }: Suggestion): Text | undefined {
  if (amount === undefined) return undefined;
  return day === undefined
    ? { key: "payment.proof-line.read-amount", params: { amount } }
    : { key: "payment.proof-line.read-both", params: { amount, day } };
}

/** The proof as it is repeated; where its words name another sum than the months cost that it is for, that they differ. */
export function proofText(given: Known, context: FlowContext, months: readonly PaidMonth[] = given.which ?? []): Text {
  const proof = proofOf(given);
  const suggestion = readOf(proof, context);
  const read = readText(suggestion);
  if (read === undefined)
    return proof.type === "reference"
      ? { key: "payment.proof-line.reference", params: { reference: proof.reference } }
      : { key: `payment.proof-line.${proof.type}` };
  const total = months.reduce((sum, month) => sum + month.amount, 0);
  const isSame = months.length === 0 || total === suggestion.amount;
  return isSame ? read : { key: "payment.proof-line.read-differs", params: { read, total } };
}
