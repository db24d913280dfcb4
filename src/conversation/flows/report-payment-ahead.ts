import type { Period } from "../../domain/shared/period";
import type { Text } from "../../domain/shared/text";
import { monthsAheadChoices } from "../../domain/sponsor/pledge-life";
import type { DueView } from "../../operations/catalog-views";
import type { ActContext, FlowContext, Given, Option } from "../flow";

/** A month that is said to be paid, as it is repeated in the summary. */
export interface PaidMonth {
  readonly dueItemId: string;
  readonly firstName: string;
  readonly period: Period;
  /** Rupiah. */
  readonly amount: number;
}

/** What somebody says who has paid. */
export interface PaymentReport {
  /** A file that was sent before anything was asked, for example at the menu. */
  attachmentId: string;
  contentHash: string;
  /** A bank's words or a reference number that came before anything was asked. */
  said: { readonly type: "text"; readonly text: string } | { readonly type: "reference"; readonly reference: string };
  /** Whose months it is about, where that was said before: those of one's own, or those of the office. */
  scope: "own" | "office";
  which: readonly PaidMonth[];
  proof:
    | { readonly type: "file"; readonly attachmentId: string; readonly contentHash: string }
    | { readonly type: "reference"; readonly reference: string }
    | { readonly type: "text"; readonly text: string }
    | { readonly type: "none" }
    /** No proof yet: first, for how many months it is. */
    | { readonly type: "ahead" };
  /** Whose months were paid before they opened: a due item's id, or that nobody's were. */
  whose: string;
  /** Which month she paid although a sponsor is to: a due item's id, or that there is none. */
  sponsored: string;
  /** The waiting proof that is given another paper, "other" where it is about another month, "keep" where all stays. */
  mends: string;
  /** How many months are paid in one go: 1, 3, 6 or 12; "none" where nothing was paid before it opened. */
  span: string;
  sameProof: "other" | "without" | "stop";
}

/** What was answered so far. */
export type Known = Given<PaymentReport>;

/** A month as it is repeated. */
export const monthOf = ({ dueItemId, firstName, period, amount }: DueView): PaidMonth => ({
  dueItemId,
  firstName,
  period,
  amount,
});

/** A month with its amount, as it is repeated. */
export const lineOf = ({ firstName, period, amount }: PaidMonth): Text => ({
  key: "payment.month",
  params: { name: firstName, period, amount },
});

/**
 * The months that may be reported, by period and then by name: the same order in the list and when it is answered. Where it was
 * said whose they are, only those, unless there are none any more.
 */
export function openDues(context: FlowContext, { scope }: Known = {}): DueView[] {
  const all = context
    .look("reportable-dues", {})
    .toSorted((a, b) => a.period.localeCompare(b.period) || a.firstName.localeCompare(b.firstName));
  const meant = scope && all.filter(({ isOfOffice }) => (isOfOffice === true) === (scope === "office"));
  return meant && meant.length > 0 ? meant : all;
}

/** How many months that a sponsor is to pay are asked about at most. */
const mostSponsored = 12;

/** The months of her workers that a sponsor is to pay and that are not listed as hers, the earliest first. */
function sponsored(context: FlowContext): readonly DueView[] {
  const hers = new Set(openDues(context).map(({ dueItemId }) => dueItemId));
  return context
    .look("sponsored-dues", {})
    .filter(({ dueItemId }) => !hers.has(dueItemId))
    .toSorted((a, b) => a.period.localeCompare(b.period) || a.firstName.localeCompare(b.firstName))
    .slice(0, mostSponsored);
}

/** The way to those months from a question about her own; none where there are none, or where it is about an office. */
export function sponsoredWay({ scope }: Known, context: FlowContext): readonly (Option & { next: "sponsored" })[] {
  if (scope === "office" || sponsored(context).length === 0) return [];
  return [{ value: "sponsored", label: { key: "payment.which.sponsored" }, next: "sponsored" }];
}

/** Which of the months that a sponsor is to pay she has paid herself already, or none. */
export function sponsoredChoices(
  _given: Known,
  context: FlowContext,
): readonly (Option & { next: "setSponsored" | "stopped" })[] {
  const dues = sponsored(context);
  const yes = dues.length === 1 ? { synonyms: ["ya", "iya", "sudah", "sudah bayar", "betul", "yes"] } : {};
  const months = dues.map(({ dueItemId, firstName: name, period, amount }) => ({
    value: dueItemId,
    label: { key: "payment.sponsored.line", params: { name, period, amount } },
    ...yes,
    next: "setSponsored" as const,
  }));
  return [...months, { ...noneYet, label: { key: "payment.sponsored.none" }, next: "stopped" }];
}

/** The month that she says she has paid; one that was settled meanwhile begins anew. */
export function setSponsored(given: Known, context: ActContext): { next: "proof" | "begin"; set?: Known } {
  const chosen = sponsored(context).find(({ dueItemId }) => dueItemId === given.sponsored);
  return chosen === undefined ? { next: "begin" } : { next: "proof", set: { which: [monthOf(chosen)] } };
}

/** The month that opens next of each of hers who has none to pay now: paid already, or not open yet. */
const toOpen = (context: FlowContext): readonly DueView[] => context.look("months-to-open", {});

/** Where no month is hers to pay: she may have paid before one opened, or instead of a sponsor. */
export function beginEarly(context: ActContext): { next: "whose" | "early" | "sponsored" | "nothing"; set?: Known } {
  const [first, ...others] = toOpen(context);
  if (!first) return { next: sponsored(context).length > 0 ? "sponsored" : "nothing" };
  return others.length > 0 ? { next: "whose" } : { next: "early", set: { which: [monthOf(first)] } };
}

/** Whether anything may have been paid beside what is open and what waits for an officer. */
export const hasOtherMonths = (context: FlowContext): boolean => toOpen(context).length + sponsored(context).length > 0;

const noneYet: Option & { readonly next: "nothing" } = {
  value: "none",
  label: { key: "payment.early.none" },
  synonyms: ["belum", "belum bayar", "belum bayar lagi", "tidak", "tidak ada", "durung", "dereng", "no", "not yet"],
  next: "nothing",
};

/** Whose months were paid early, where several of hers have none open. */
export const whoseChoices = (given: Known, context: FlowContext): readonly Option[] => [
  ...toOpen(context).map(({ dueItemId, firstName: name, period: month }) => ({
    value: dueItemId,
    label: { key: "payment.early.whose-line", params: { name, month } },
  })),
  ...sponsoredWay(given, context),
  noneYet,
];

/** The person who was chosen; whoever has a month to pay by now is asked about that one. */
export function setWhose({ whose }: Known, context: ActContext): { next: "early" | "begin"; set?: Known } {
  const chosen = toOpen(context).find(({ dueItemId }) => dueItemId === whose);
  return chosen === undefined ? { next: "begin" } : { next: "early", set: { which: [monthOf(chosen)] } };
}

/** That no month of hers is waiting, and from which on it may have been paid. */
export function earlyTexts({ which = [] }: Known): readonly Text[] {
  const [first] = which;
  const params = { name: first?.firstName ?? "", month: first?.period ?? "" };
  return [{ key: "payment.early", params }];
}

/** For how many months she paid early, or that she has not. */
export const earlyChoices = (
  given: Known,
  context: FlowContext,
): readonly (Option & { next: "setAhead" | "sponsored" | "nothing" })[] => [
  ...spanChoices(given, context),
  ...sponsoredWay(given, context),
  noneYet,
];

/** Where the months that are repeated are corrected: by what is open, or by whose and how many where nothing is. */
export function correctsMonths(given: Known, context: FlowContext) {
  if (openDues(context).length > 0) return { from: "which", forget: ["which", "sponsored"] } as const;
  if (given.sponsored !== undefined) return { from: "sponsored", forget: ["sponsored", "which"] } as const;
  if (toOpen(context).length > 1) return { from: "whose", forget: ["whose", "which", "span"] } as const;
  return { from: "span", forget: ["span"] } as const;
}

/** That it was for more than one month. */
export const spanOption: Option = {
  value: "ahead",
  label: { key: "payment.ahead" },
  synonyms: ["beberapa bulan", "bayar beberapa bulan", "bayar di muka", "sekaligus", "lebih dari satu bulan"],
};

/** The months of whoever pays for herself, so many from the first of the chosen ones on. */
export const ahead = ({ which = [] }: Known, context: FlowContext, count: number): readonly DueView[] =>
  context.look("months-ahead", { dueItemIds: which.map(({ dueItemId }) => dueItemId), count });

/** For how many months one pays at once, with the last of them and what they cost together (F2.12). */
export function spanChoices(given: Known, context: FlowContext): readonly (Option & { readonly next: "setAhead" })[] {
  return monthsAheadChoices.map((count) => {
    const months = ahead(given, context, count);
    const total = months.reduce((sum, { amount }) => sum + amount, 0);
    const until = months.at(-1)?.period ?? "";
    return {
      value: String(count),
      label: { key: "payment.ahead.line", params: { count, until, total } },
      next: "setAhead",
    };
  });
}

/** Takes as many months as were said. */
export function setAhead(given: Known, context: ActContext): { next: "proof"; set?: Known } {
  const months = ahead(given, context, Number(given.span ?? 1)).map(monthOf);
  return months.length > 0 ? { next: "proof", set: { which: months } } : { next: "proof" };
}

/** Whoever pays for herself sees for how many months it is, and can say that it is for more. */
export function spanLine(given: Known, context: FlowContext) {
  if (ahead(given, context, 1).length === 0) return [];
  const value: Text = { key: "payment.ahead.count", params: { count: given.which?.length ?? 0 } };
  return [{ label: { key: "payment.field.span" }, value, from: "span" as const, forget: ["span"] as const }];
}
