import type { Text } from "../../domain/shared/text";
import { defineFlow, type FlowContext, type Given, type Option } from "../flow";

interface WhoseReceipt {
  attachmentId: string;
  contentHash: string;
  /** What a bank wrote, where that was forwarded instead of a photo. */
  said: { readonly type: "text"; readonly text: string };
  /** What the photo or the words prove: the office's whole bill, months of her own, some months of the office, or nothing. */
  proves: "bill" | "own" | "some" | "none";
}

type Known = Given<WhoseReceipt>;
type Proves = WhoseReceipt["proves"];

const words: Readonly<Record<Proves, string>> = {
  bill: "tagihan kantor,kantor,semua,seluruhnya,semuanya,tagihan",
  own: "iuran saya,saya,sendiri,saya sendiri,punya saya,pribadi",
  some: "sebagian,sebagian kantor,beberapa",
  none: "bukan,bukan bukti,tidak,salah kirim,keliru",
};

/** Only what there is to pay is offered; that it is no receipt can be said always. */
function choices(_given: Known, context: FlowContext): readonly (Option & { next: Proves })[] {
  const dues = context.look("reportable-dues", {});
  const { bill, sums } = context.look("office-board", {}) ?? {};
  const isOwed = bill !== undefined && bill.count > 0;
  const isEither = sums !== undefined && sums.unpaid.count > 0 && sums.refused.count > 0;
  const amounts = { amount: bill?.amount ?? 0, part: sums?.unpaid.amount ?? 0 };
  const offered: readonly Proves[] = [
    ...(isOwed ? (["bill"] as const) : []),
    ...(dues.some(({ isOfOffice }) => !isOfOffice) ? (["own"] as const) : []),
    ...(isOwed && bill.count > 1 ? (["some"] as const) : []),
    "none",
  ];
  return offered.map((value) => ({
    value,
    label:
      value === "bill"
        ? { key: isEither ? "office.receipt.bill-either" : "office.receipt.bill", params: amounts }
        : { key: `office.receipt.${value}` },
    synonyms: words[value].split(","),
    next: value,
  }));
}

/** Of both the photo, which shows more. */
const fileOf = ({ attachmentId, contentHash = "" }: Known) =>
  attachmentId === undefined ? undefined : { attachmentId, contentHash };
const proofOf = (given: Known) => fileOf(given) ?? { said: given.said };
const receiptOf = (given: Known) => fileOf(given) ?? { text: given.said?.text ?? "" };
const reports =
  (scope: "own" | "office") =>
  (given: Known): { flow: string; answers: Readonly<Record<string, unknown>> } => ({
    flow: "report-payment",
    answers: { ...proofOf(given), scope },
  });

const silent = (): readonly Text[] => [];

/** A photo or a bank's words that a coordinator sent where none was asked for: whether it proves the office's bill or months of her own. */
export const whoseReceipt = defineFlow<WhoseReceipt>()({
  id: "whose-receipt",
  title: { key: "office.receipt.title" },
  version: 1,
  start: "which",
  needsConsent: true,
  steps: {
    which: {
      type: "choose",
      key: "proves",
      prompt: (given) => [{ key: fileOf(given) === undefined ? "office.receipt.words" : "office.receipt" }],
      options: choices,
      why: { key: "office.receipt-why" },
    },
    bill: {
      type: "finish",
      say: silent,
      outcome: "completed",
      follow: (given) => ({ flow: "office", answers: { receipt: receiptOf(given), act: "bill" } }),
    },
    own: { type: "finish", say: silent, outcome: "completed", follow: reports("own") },
    some: { type: "finish", say: silent, outcome: "completed", follow: reports("office") },
    none: { type: "finish", say: () => [{ key: "office.receipt.left" }], outcome: "declined" },
  },
});
