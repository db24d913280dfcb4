import type { Text } from "../../domain/shared/text";
import type { DueView, OwnAffairs } from "../../operations/catalog-views";
import type { FlowContext } from "../flow";
import { isPaidFor } from "./cannot-pay";
import { hasOtherMonths, type Known, lineOf } from "./report-payment-ahead";
import { stacked } from "./text-tools";

/** How many months are named one by one. */
const mostNamed = 12;

/** Why there is nothing to report: nobody registered, nobody helped any more, still looked at, paid by a sponsor, or all in order. */
export function whyNothing(_given: Known, context: FlowContext): Text[] {
  const affairs = context.look("own-affairs", {});
  const { workers, sponsor, pledges } = affairs;
  const standing = workers.filter(({ status }) => status !== "rejected" && status !== "deceased");
  if (standing.length + pledges.length === 0)
    return [{ key: sponsor === undefined ? "payment.nothing.nobody" : "payment.nothing.left" }];
  if (pledges.length === 0 && standing.every(({ status }) => status === "submitted"))
    return [{ key: "payment.nothing.submitted" }];
  if (pledges.length === 0 && standing.every(isPaidFor)) return [{ key: "payment.nothing.sponsor" }];
  return howSettled(affairs, hasOtherMonths(context));
}

/** Of months that are there: those that wait for an officer, else that all are paid, where that is certain. */
function howSettled({ workers, pledges }: OwnAffairs, mayReportMore: boolean): Text[] {
  const dues = new Map([...workers, ...pledges].flatMap((one) => one.dues.map((due) => [due.dueItemId, due] as const)));
  const all = [...dues.values()].toSorted((a, b) => a.period.localeCompare(b.period));
  const reported = all.filter(({ status }) => status === "reported");
  if (reported.length > 0) return reportedTexts(reported);
  const isPaid = all.length > 0 && all.every(({ status }) => status === "confirmed" || status === "credited");
  if (!isPaid) return [{ key: "payment.nothing.settled" }];
  return [{ key: "payment.nothing.paid" }, ...(mayReportMore ? [] : [{ key: "payment.nothing.paid-early" }])];
}

function reportedTexts(dues: readonly DueView[]): Text[] {
  const rest = dues.length - mostNamed;
  const more: Text[] = rest > 0 ? [{ key: "payment.months-more", params: { count: rest } }] : [];
  const lines = [...dues.slice(0, mostNamed).map(lineOf), ...more];
  return [stacked([{ key: "payment.nothing.reported" }, ...lines]), { key: "payment.nothing.reported-next" }];
}
