import { fail, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { WaitingProof } from "../../operations/catalog-views";
import type { ActContext, Bubble, FlowContext, Input, Option } from "../flow";
import { beginEarly, hasOtherMonths, type Known, lineOf, type PaymentReport } from "./report-payment-ahead";
import { everyProof, noProof, proofOf, proofText, readOf, readProof, readText } from "./report-payment-proof";
import { stacked } from "./text-tools";

/** How many waiting proofs are offered, and how many months are named one by one. */
const most = { proofs: 8, months: 12 } as const;

/** The proofs of this contact that wait for an officer and may be given another paper, the latest first. */
function waiting(given: Known, context: FlowContext): readonly WaitingProof[] {
  const found = context.look("waiting-proofs", {});
  // The bill of an office is proved by a file or a number.
  const fitting = proofOf(given).type === "text" ? found.filter(({ isBill }) => !isBill) : found;
  return fitting.slice(0, most.proofs);
}

/** Where no month is to be paid: whoever waits for an officer may have a better proof; else she may have paid early. */
export function beginElse(given: Known, context: ActContext) {
  return waiting(given, context).length > 0 ? { next: "waiting" as const } : beginEarly(context);
}

/** Which months wait for an officer, what seems to be paid by the paper that came, and whether it takes the other's place. */
export function waitingTexts(given: Known, context: FlowContext): Text[] {
  const proofs = waiting(given, context);
  const months = proofs.flatMap(({ dues }) => dues);
  const lines = months.slice(0, most.months).map(lineOf);
  const rest = months.length - lines.length;
  const more: Text[] = rest > 0 ? [{ key: "payment.months-more", params: { count: rest } }] : [];
  const isPaper = proofOf(given).type !== "none";
  return [
    stacked([{ key: "payment.waiting" }, ...lines, ...more]),
    ...newPaperTexts(given, context, proofs),
    { key: isPaper ? "payment.waiting.with" : "payment.waiting.without" },
  ];
}

/** Of a picture there is nothing to tell. */
function newPaperTexts(given: Known, context: FlowContext, [first, ...others]: readonly WaitingProof[]): Text[] {
  const isTold = given.said?.type === "reference" || readText(readOf(proofOf(given), context)) !== undefined;
  const months = others.length === 0 ? first?.dues : undefined;
  return isTold ? [{ key: "payment.waiting.paper", params: { proof: proofText(given, context, months) } }] : [];
}

const yes = ["ya", "iya", "ganti", "betul", "benar", "yes"];
const no = ["tidak", "jangan", "biarkan", "belum", "belum membayar lagi", "belum bayar lagi", "no"];

/** Which proof is given the new paper, or that it is about another month, or that all stays. */
export function waitingChoices(
  given: Known,
  context: FlowContext,
): readonly (Option & { next: "newProof" | "otherMonths" | "kept"; forget?: readonly ["mends"] })[] {
  const proofs = waiting(given, context);
  const replace = proofs.map((proof) => ({
    value: proof.proofId,
    label: proofs.length > 1 ? labelOf(proof) : { key: "payment.waiting.yes" },
    synonyms: proofs.length > 1 ? [] : yes,
    next: "newProof" as const,
  }));
  const other = hasOtherMonths(context)
    ? [{ value: "other", label: { key: "payment.waiting.other" }, next: "otherMonths" as const }]
    : [];
  return [
    ...replace,
    ...other,
    { value: "keep", label: { key: "payment.waiting.keep" }, synonyms: no, next: "kept" as const },
  ];
}

function labelOf({ isBill, dues: [first, ...others] }: WaitingProof): Text {
  const count = others.length;
  if (isBill) return { key: "payment.waiting.bill", params: { count: count + 1 } };
  const params = { name: first?.firstName ?? "", period: first?.period ?? "" };
  return count === 0
    ? { key: "payment.waiting.line", params }
    : { key: "payment.waiting.line-more", params: { ...params, count } };
}

const isOfBill = ({ mends }: Known, context: FlowContext): boolean =>
  context.look("waiting-proofs", {}).some(({ proofId, isBill }) => proofId === mends && isBill);

/** The paper itself, where none came along. */
export const newProof = {
  type: "ask",
  key: "proof",
  takesFile: true,
  skip: (given: Known) => proofOf(given).type !== "none",
  prompt: (given: Known, context: FlowContext): Bubble => ({
    texts: [{ key: isOfBill(given, context) ? "office.proof" : "payment.proof" }],
    options: [noProof],
  }),
  read: (input: Input, given: Known, context: FlowContext): Result<PaymentReport["proof"], Text> => {
    const read = readProof(input, given, context);
    const isWords = read.ok && read.value.type === "text";
    return isWords && isOfBill(given, context) ? fail({ key: "office.proof" }) : read;
  },
  next: (given: Known): "kept" | "replace" => (proofOf(given).type === "none" ? "kept" : "replace"),
  why: { key: "payment.waiting.why" },
} as const;

/** Puts the new paper in the place of the old one; where an officer was faster, it is looked at anew what is to be paid. */
export function replace(given: Known, context: ActContext) {
  const proof = proofOf(given);
  const outcome = context.perform("replace-proof", {
    proofId: given.mends ?? "",
    ...(proof.type === "file" ? { attachmentId: proof.attachmentId, contentHash: proof.contentHash } : {}),
    ...(proof.type === "text" ? { text: proof.text } : {}),
    ...(proof.type === "reference" ? { reference: proof.reference } : {}),
  });
  if (outcome === "done") return { next: "replaced" as const };
  const say: Text[] = [{ key: `payment.waiting.${outcome}` }];
  const forget = outcome === "gone" ? (["mends"] as const) : (["mends", ...everyProof] as const);
  return { next: "begin" as const, say, forget };
}
