import type { ReceiptCode } from "../../domain/payment/receipt-code";
import type { Text } from "../../domain/shared/text";
import type { ReceiptGlimpse, ReceiptTakenBack } from "../../operations/catalog-views";
import { type ActContext, defineFlow, type FlowContext, type Given } from "../flow";
import { yesNo } from "./common";
import { stacked } from "./text-tools";

interface CheckReceipt {
  /** As it was typed, where it could be read. */
  code: ReceiptCode;
  again: "yes" | "no";
}

type Known = Given<CheckReceipt>;

/** How many months are told one by one. */
const mostMonths = 12;

const glimpseOf = ({ code }: Known, context: FlowContext): ReceiptGlimpse | ReceiptTakenBack | null =>
  code === undefined ? null : context.look("receipt", { code });

function begin(given: Known, context: FlowContext): { next: "unreadable" | "unknown" | "again" | "known" } {
  if (given.code === undefined) return { next: "unreadable" };
  const found = glimpseOf(given, context);
  if (found === null) return { next: "unknown" };
  if ("takenBackOn" in found) return { next: "known" };
  return { next: found.isOwn ? "again" : "known" };
}

/** Which months, how much, when and by which office: never a name. Of one that was taken back, that it holds no longer. */
function receiptTexts(given: Known, context: FlowContext): Text[] {
  const found = glimpseOf(given, context);
  if (found === null) return [{ key: "check.unknown" }];
  if ("takenBackOn" in found) {
    const params = { code: given.code ?? "", day: found.takenBackOn };
    return [{ key: "check.taken-back", params }];
  }
  const { months, amount, checkedOn, checkedBy } = found;
  const rest = months.length - mostMonths;
  const lines = months
    .slice(0, mostMonths)
    .map(({ period, count }): Text => ({ key: "check.month", params: { month: period, count } }));
  return [
    { key: "check.true", params: { code: given.code ?? "" } },
    stacked([
      ...lines,
      ...(rest > 0 ? [{ key: "payment.months-more", params: { count: rest } }] : []),
      { key: "check.amount", params: { amount } },
      { key: "check.by", params: { day: checkedOn, office: checkedBy } },
    ]),
    { key: "check.compare" },
  ];
}

function repeat(given: Known, context: ActContext) {
  const { code } = given;
  const found = glimpseOf(given, context);
  // It may have been taken back while the picture was offered.
  if (found === null || "takenBackOn" in found) return { next: "known" as const };
  const { file } = code === undefined ? {} : context.perform("repeat-receipt", { code });
  if (file === undefined) return { next: "cannot" as const };
  return { next: "sent" as const, say: [{ key: "check.here" }], file };
}

/** Somebody wants to know whether a receipt of ours is true. Anybody may, also who has agreed to nothing. */
export const checkReceipt = defineFlow<CheckReceipt>()({
  id: "receipt-check",
  title: { key: "check.title" },
  version: 1,
  start: "begin",
  errand: true,
  beforeWelcome: true,
  steps: {
    begin: { type: "act", run: begin },
    unreadable: { type: "finish", say: () => [{ key: "check.unreadable" }], outcome: "declined" },
    unknown: { type: "finish", say: () => [{ key: "check.unknown" }], outcome: "completed" },
    known: { type: "finish", say: receiptTexts, outcome: "completed" },
    again: {
      type: "choose",
      key: "again",
      prompt: (given, context) => [...receiptTexts(given, context), { key: "check.again" }],
      options: () => yesNo,
      next: ({ again }) => (again === "yes" ? "repeat" : "left"),
      why: { key: "check.again-why" },
    },
    repeat: { type: "act", run: repeat },
    sent: { type: "finish", say: () => [], outcome: "completed" },
    cannot: { type: "finish", say: () => [{ key: "check.cannot" }], outcome: "declined" },
    left: { type: "finish", say: () => [{ key: "check.left" }], outcome: "completed" },
  },
});
