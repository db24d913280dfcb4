import { looksLikeReceipt, type Suggestion, suggestFrom } from "../../domain/payment/paper-text";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import { readChoice } from "../answers/choice";
import { readFreeText } from "../answers/free-text";
import { forwardedText } from "../answers/unasked-proof";
import type { FlowContext, Input } from "../flow";
import { fromText } from "./common";
import { noProof, readText } from "./report-payment-proof";

/** What proves that an office has paid its bill. */
export type BillProof =
  | { attachmentId: string; contentHash: string }
  | { reference: string }
  | { text: string }
  | "none";

interface Reported {
  readonly proof?: BillProof;
  readonly claimed?: number;
}

/** A reference number of a bank or a shop, in characters. */
const reference = { least: 4, most: 60 } as const;

/** A photo or PDF, a bank's words, a reference number, or that there is none. */
export function readProof(input: Input): Result<BillProof, Text> {
  if (input.type === "file") return ok({ attachmentId: input.attachmentId, contentHash: input.contentHash });
  if (input.type === "option") return ok("none");
  return fromText(input, (typed): Result<BillProof, Text> => {
    if (readChoice(typed, [{ ...noProof, label: noProof.value }]).ok) return ok("none");
    const forwarded = readFreeText(typed, forwardedText);
    if (forwarded.ok && looksLikeReceipt(forwarded.value)) return ok({ text: forwarded.value });
    const read = readFreeText(typed, reference);
    const isNumber = read.ok && read.value.replace(/\D/gu, "").length >= reference.least;
    return read.ok && isNumber ? ok({ reference: read.value }) : fail({ key: "payment.proof.what" });
  });
}

function suggested({ proof = "none" }: Reported, context: FlowContext): Suggestion {
  if (proof === "none" || "reference" in proof) return {};
  if ("text" in proof) return suggestFrom(proof.text, context.today);
  return context.look("paper-suggestion", { attachmentId: proof.attachmentId });
}

/** What was read in the proof, said with the thanks; nothing where no amount was. */
export function readInProof(given: Reported, context: FlowContext): Text[] {
  const read = readText(suggested(given, context));
  return read === undefined ? [] : [{ key: "office.bill.read", params: { read } }];
}

/** Asked only where another sum was read in the proof than was written. */
export const proofDiffers = {
  type: "choose",
  key: "proofDiffers",
  skip: (given: Reported, context: FlowContext): boolean => {
    const { amount } = suggested(given, context);
    return amount === undefined || amount === given.claimed;
  },
  prompt: (given: Reported, context: FlowContext): Text[] => {
    const read = readText(suggested(given, context)) ?? "";
    return [{ key: "office.proof-differs", params: { claimed: given.claimed ?? 0, read } }];
  },
  options: () => [
    { value: "right", label: { key: "office.proof-differs.right" }, synonyms: ["ya", "benar", "betul"] },
    {
      value: "other",
      label: { key: "office.proof-differs.other" },
      synonyms: ["salah", "tidak", "ganti"],
      next: "proof" as const,
      forget: ["proof" as const, "receipt" as const, "proofDiffers" as const],
    },
    { value: "back", label: { key: "office.claimed-more.back" }, next: "board" as const },
  ],
  why: { key: "office.claimed-why" },
} as const;
