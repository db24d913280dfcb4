import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { DueView } from "../../operations/catalog-views";
import { type ActContext, type Bubble, defineFlow, type FlowContext, type Input, type Option } from "../flow";
import {
  beginEarly,
  correctsMonths,
  earlyChoices,
  earlyTexts,
  type Known,
  lineOf,
  monthOf,
  openDues,
  type PaidMonth,
  type PaymentReport,
  setAhead,
  setSponsored,
  setWhose,
  spanChoices,
  spanLine,
  sponsoredChoices,
  sponsoredWay,
  whoseChoices,
} from "./report-payment-ahead";
import { whyNothing } from "./report-payment-nothing";
import { everyProof, proofOf, proofOptions, proofText, readProof } from "./report-payment-proof";
import { beginElse, newProof, replace, waitingChoices, waitingTexts } from "./report-payment-waiting";
import { stacked } from "./text-tools";
import { readWhichDues } from "./which-dues";

/** How many months are listed with a number; "all" takes the others too. */
const mostListed = 30;
/** How many months the summary names one by one. */
const mostNamed = 12;

/** A month in the list to choose from: where its last proof did not hold, that, and why. */
function choiceOf(due: DueView): Text {
  const { firstName: name, period, amount, refusal } = due;
  if (refusal === undefined) return lineOf(due);
  const params = { name, period, amount };
  if (refusal.reason === undefined) return { key: "payment.month.refused", params };
  const reason: Text = { key: `officer.proof-reason.${refusal.reason}` };
  return { key: "payment.month.refused-because", params: { ...params, reason } };
}

/** Passes the question by where only one month can be meant. Nothing is saved here, so it may ask what is open now. */
function begin(
  given: Known,
  context: ActContext,
): { next: "which" | "proof" | "waiting" | "whose" | "early" | "sponsored" | "nothing"; set?: Known } {
  const [first, ...others] = openDues(context, given);
  if (!first) return beginElse(given, context);
  const isOneOfMany = others.length + sponsoredWay(given, context).length > 0;
  return isOneOfMany ? { next: "which" } : { next: "proof", set: { which: [monthOf(first)] } };
}

function askWhich(given: Known, context: FlowContext): Bubble {
  const dues = openDues(context, given);
  const listed = dues.slice(0, mostListed).map((due) => ({ value: due.dueItemId, label: choiceOf(due) }));
  const more: Text[] =
    dues.length > mostListed ? [{ key: "payment.which.more", params: { count: dues.length - mostListed } }] : [];
  const all: Option[] = dues.length > 1 ? [{ value: "all", label: { key: "payment.which.all" } }] : [];
  return { texts: [{ key: "payment.which" }, ...more], options: [...listed, ...all, ...sponsoredWay(given, context)] };
}

/** Where the only month is passed over, what the list would say of it is said before the proof is asked for. */
function askProof(given: Known, context: FlowContext): Bubble {
  const [first, ...others] = openDues(context, given);
  const isOnly = others.length === 0 && first?.dueItemId === given.which?.[0]?.dueItemId;
  const before = isOnly && first?.refusal !== undefined ? [choiceOf(first)] : [];
  return { texts: [...before, { key: "payment.proof" }], options: proofOptions(given, context) };
}

function readWhich(input: Input, given: Known, context: FlowContext): Result<readonly PaidMonth[], Text> {
  const dues = openDues(context, given);
  const listed = Math.min(dues.length, mostListed);
  // None of the listed ones: the next question is about a sponsor's.
  if (sponsoredWay(given, context).length > 0 && saysSponsored(input, listed)) return ok([]);
  const isAll = input.type === "option" ? input.value === "all" : input.type === "text" && isLast(input.text, listed);
  if (isAll) return ok(dues.map(monthOf));
  if (input.type === "option") {
    const chosen = dues.find(({ dueItemId }) => dueItemId === input.value);
    return chosen ? ok([monthOf(chosen)]) : fail({ key: "payment.which.unclear" });
  }
  if (input.type !== "text") return fail({ key: "engine.type-please" });
  const read = readWhichDues(input.text, dues, listed);
  return read.ok ? ok(read.value.map(monthOf)) : read;
}

/** The months that a sponsor is to pay stand under the last number: behind the months, and "all" where there are several. */
function saysSponsored(input: Input, listed: number): boolean {
  if (input.type === "option") return input.value === "sponsored";
  const last = listed > 1 ? listed + 2 : listed + 1;
  return input.type === "text" && (isNumber(input.text, last) || /\bsponsor/iu.test(input.text));
}

const isNumber = (typed: string, number: number): boolean =>
  new RegExp(`^\\s*${number}\\s*[.)]?\\s*$`, "u").test(typed);

/** The number under "all of them", which stands behind the months. */
const isLast = (typed: string, listed: number): boolean => listed > 1 && isNumber(typed, listed + 1);

function monthsText(which: readonly PaidMonth[]): Text {
  const total = which.reduce((sum, { amount }) => sum + amount, 0);
  const first = which.slice(0, mostNamed).map(lineOf);
  const rest = which.length - first.length;
  const more: Text[] = rest > 0 ? [{ key: "payment.months-more", params: { count: rest } }] : [];
  const sum: Text[] = which.length > 1 ? [{ key: "payment.total", params: { total } }] : [];
  return stacked([...first, ...more, ...sum]);
}

/** Everything comes from the answers, so that the turn comes to the same end when it is taken again. */
function report(given: Known, context: ActContext): { next: "done" | "sameProof" | "gone" } {
  const proof = proofOf(given);
  const outcome = context.perform("report-payment", {
    dueItemIds: (given.which ?? []).map(({ dueItemId }) => dueItemId),
    ...(proof.type === "file" ? { attachmentId: proof.attachmentId, contentHash: proof.contentHash } : {}),
    ...(proof.type === "text" ? { text: proof.text } : {}),
    ...(proof.type === "reference" ? { reference: proof.reference } : {}),
  });
  if (outcome.status === "reported") return { next: "done" };
  return { next: outcome.status === "same-proof" ? "sameProof" : "gone" };
}

/** Somebody says that months are paid: which, and with which proof. Money never passes through here. */
export const reportPayment = defineFlow<PaymentReport>()({
  id: "report-payment",
  title: { key: "payment.title" },
  version: 3,
  start: "begin",
  needsConsent: true,
  steps: {
    begin: { type: "act", run: begin },
    nothing: { type: "finish", say: whyNothing, outcome: "declined" },
    which: {
      type: "ask",
      key: "which",
      prompt: askWhich,
      read: readWhich,
      next: ({ which = [] }) => (which.length === 0 ? "sponsored" : "proof"),
      why: { key: "payment.which.why" },
      help: { key: "payment.which.help" },
    },
    waiting: {
      type: "choose",
      key: "mends",
      prompt: waitingTexts,
      options: waitingChoices,
      whenGone: "begin",
      why: { key: "payment.waiting.why" },
    },
    newProof,
    replace: { type: "act", run: replace },
    replaced: { type: "finish", say: () => [{ key: "payment.waiting.done" }], outcome: "completed" },
    kept: { type: "finish", say: () => [{ key: "payment.waiting.kept" }], outcome: "declined" },
    otherMonths: { type: "act", run: (_given, context) => beginEarly(context) },
    whose: {
      type: "choose",
      key: "whose",
      prompt: () => [{ key: "payment.early.whose" }],
      options: whoseChoices,
      next: "setWhose",
      why: { key: "payment.ahead.why" },
    },
    setWhose: { type: "act", run: setWhose },
    early: {
      type: "choose",
      key: "span",
      prompt: earlyTexts,
      options: earlyChoices,
      why: { key: "payment.ahead.why" },
    },
    sponsored: {
      type: "choose",
      key: "sponsored",
      prompt: () => [{ key: "payment.sponsored" }],
      options: sponsoredChoices,
      why: { key: "payment.sponsored.why" },
    },
    setSponsored: { type: "act", run: setSponsored },
    proof: {
      type: "ask",
      key: "proof",
      takesFile: true,
      skip: ({ attachmentId, contentHash, said }) =>
        said !== undefined || (attachmentId !== undefined && contentHash !== undefined),
      prompt: askProof,
      read: readProof,
      next: ({ proof }) => (proof?.type === "ahead" ? "toSpan" : "review"),
      why: { key: "payment.proof.why" },
      help: { key: "payment.proof.help" },
    },
    toSpan: { type: "act", run: () => ({ next: "span", forget: ["proof", "span"] }) },
    span: {
      type: "choose",
      key: "span",
      prompt: () => [{ key: "payment.ahead.ask" }],
      options: spanChoices,
      why: { key: "payment.ahead.why" },
    },
    setAhead: { type: "act", run: setAhead },
    review: {
      type: "review",
      intro: { key: "payment.review" },
      lines: (given, context) => [
        {
          label: { key: "payment.field.which" },
          value: monthsText(given.which ?? []),
          ...correctsMonths(given, context),
        },
        {
          label: { key: "payment.field.proof" },
          value: proofText(given, context),
          from: "proof",
          forget: [...everyProof],
        },
        ...spanLine(given, context),
      ],
      next: "report",
    },
    report: { type: "act", run: report },
    sameProof: {
      type: "choose",
      key: "sameProof",
      // A file that is sent here is the other proof.
      afterFile: "review",
      prompt: () => [{ key: "payment.same-proof" }],
      options: () => [
        {
          value: "other",
          label: { key: "payment.same-proof.other" },
          next: "proof",
          forget: [...everyProof],
        },
        {
          value: "without",
          label: { key: "payment.same-proof.without" },
          next: "report",
          forget: [...everyProof],
        },
        { value: "stop", label: { key: "payment.same-proof.stop" }, next: "stopped" },
      ],
      why: { key: "payment.same-proof.why" },
    },
    stopped: { type: "finish", say: () => [{ key: "payment.stopped" }], outcome: "declined" },
    gone: {
      type: "finish",
      say: () => [{ key: "payment.gone" }],
      outcome: "completed",
      follow: () => ({ flow: "status" }),
    },
    done: {
      type: "finish",
      say: (given) => [
        { key: "payment.done", params: { count: given.which?.length ?? 0 } },
        { key: proofOf(given).type === "none" ? "payment.done-unproven" : "payment.done-next" },
      ],
      outcome: "completed",
    },
  },
});
