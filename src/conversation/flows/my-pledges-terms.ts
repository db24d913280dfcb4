import { MONTHS_UNTIL_INACTIVE } from "../../domain/contribution/due-item";
import type { Restoring } from "../../domain/contribution/lapse";
import type { Standing } from "../../domain/contribution/standing";
import { addMonths, comparePeriods, monthsBetween, type Period } from "../../domain/shared/period";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import { type LeaveReason, leaveReasons, type PauseReason, pauseReasons } from "../../domain/sponsor/sponsor";
import type { OwnPledge } from "../../operations/catalog-views";
import { firstPaymentTexts, type NextPayment, nextPaymentTexts } from "../../operations/next-payment";
import { paidText, plainMonthLines, reportedTexts } from "../../operations/standing-texts";
import { readMonth } from "../answers/month";
import { resumePhrases } from "../answers/universal-words";
import type { FlowContext, Given, Input, Option } from "../flow";
import { fromText, lapsedTexts, placeText, pledgeStateText, soughtText } from "./common";

/** What a sponsor is asked about a pledge. */
export interface MyPledges {
  pledgeId: string;
  /** What was answered before this was opened, so that it is not asked again. */
  meant: "pause" | "resume" | "end";
  act: PledgeAct;
  pauseReason: PauseReason;
  /** For how many months it is paused, or that a month is named. */
  span: string;
  /** The month from which it is paid again. */
  until: Period;
  long: "successor" | "short" | "keep";
  months: string;
  leaveReason: LeaveReason | "skip";
  sure: "yes" | "no";
  /** The pledge as it stood when the question was asked, or right before it went on: what is said afterwards comes from here. */
  was: PledgeAsItWas;
}

/** What may be done with a pledge, or that everything stays as it is. */
export type PledgeAct = "confirm" | "decline" | "pause" | "extend" | "resume" | "months" | "end" | "leave";

/** What is said of a pledge. */
export interface PledgeAsItWas {
  readonly name: string;
  /** The first month that is not paid and can still be paid in time. */
  readonly nextPeriod: Period;
  readonly next?: NextPayment;
  readonly standing: Standing;
  readonly months: number;
  /** Rupiah. */
  readonly total: number;
  readonly isFound: boolean;
  /** True where the worker's protection has ended, and what lets it run again. */
  readonly hasLapsed?: true;
  readonly restoring?: Restoring;
}

/** What is said of a pledge that goes on. */
type ResumedPledge = Pick<PledgeAsItWas, "name" | "nextPeriod" | "next" | "hasLapsed" | "restoring">;

type Known = Given<MyPledges>;
const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });

/** So many months at most are offered by their number; for any other pause the month after it is named. */
const longestListed = 3;
/** How many months a pause may last; longer is a leaving. */
const longestPause = 12;

/** The pledges that have not ended. */
export const running = (context: FlowContext): readonly OwnPledge[] =>
  context.look("own-affairs", {}).pledges.filter(({ status }) => status !== "ended");

const standsBy = (context: FlowContext) => context.look("own-affairs", {}).sponsor?.standsBy;

/** Whether there is anything to show: a pledge that has not ended, or the promise to stand by. */
export const helps = (context: FlowContext): boolean => running(context).length > 0 || standsBy(context) !== undefined;

/** That a sponsor stands by, for how many, and how to stop at once; nothing where she does not. */
export function standByTexts(context: FlowContext): readonly Text[] {
  const promise = standsBy(context);
  return promise === undefined ? [] : [say("pledges.stand-by", { count: promise.most })];
}

/** The way to change or give up standing by, of whoever does. */
export const standByChoice = (context: FlowContext): readonly Option[] =>
  standsBy(context) === undefined ? [] : [{ value: "stand-by", label: say("pledges.stand-by.change") }];

/** The pledge that was chosen, while it runs. */
export const chosen = (given: Known, context: FlowContext): OwnPledge | undefined =>
  running(context).find(({ pledgeId }) => pledgeId === given.pledgeId);

/** A pledge as it stands now, to be told of after it has changed. */
export function asItIs(pledge: OwnPledge | undefined): Partial<Pick<MyPledges, "was">> {
  if (pledge === undefined) return {};
  const { worker, nextPeriod, next, standing, given } = pledge;
  const known = { ...(next === undefined ? {} : { next }), ...lapseOf(pledge) };
  const name = worker?.firstName ?? "";
  return { was: { name, nextPeriod, standing, ...given, isFound: worker !== undefined, ...known } };
}

/** What is kept of an ended protection; nothing where it has not ended. */
const lapseOf = ({ hasLapsed, restoring }: OwnPledge): Pick<OwnPledge, "hasLapsed" | "restoring"> => ({
  ...(hasLapsed === undefined ? {} : { hasLapsed }),
  ...(restoring === undefined ? {} : { restoring }),
});

/** The pledges to choose from as a list; nobody is sought for who is long silent about whom she helps. */
export const pledgeOptions = (given: Known, context: FlowContext): readonly Option[] =>
  choosable(given, context).map((pledge) => ({
    value: pledge.pledgeId,
    label: nameOf(pledge, context.look("own-affairs", {}).sponsor?.isSilent),
  }));

/** How many are sought once a silent sponsor pays again; nothing to anybody else. */
export function soughtLaterTexts(given: Known, context: FlowContext): readonly Text[] {
  const sought = choosable(given, context).filter(({ worker }) => worker === undefined).length;
  const isSilent = context.look("own-affairs", {}).sponsor?.isSilent;
  return sought > 0 && isSilent ? [soughtText(sought, isSilent)] : [];
}

/** A pledge in a list: whom, where, and how it stands. */
function nameOf(pledge: OwnPledge, isSilent = false): Text {
  if (!pledge.worker)
    return say(isSilent ? "pledges.waiting-line.late" : "pledges.waiting-line", { months: pledge.monthsAhead });
  return say("pledges.line", {
    name: pledge.worker.firstName,
    place: placeText(pledge.worker.villageId),
    state: pledgeStateText(pledge),
  });
}

/** What may be done with a pledge as it stands. */
export function actsOf(pledge: OwnPledge | undefined): readonly PledgeAct[] {
  switch (pledge?.status) {
    case "held":
      return ["confirm", "decline", "leave"];
    case "active":
      return ["pause", "months", "end", "leave"];
    case "paused":
      return ["resume", "extend", "end", "leave"];
    case "waiting":
      return ["end", "leave"];
    default:
      return ["leave"];
  }
}

const actsMeant: Readonly<Record<MyPledges["meant"], readonly PledgeAct[]>> = {
  pause: ["pause", "extend"],
  resume: ["resume"],
  end: ["end"],
};

/** What was answered before, as it is done with this pledge; undefined where it cannot be, or nothing was. */
export function meantAct({ meant }: Known, pledge: OwnPledge | undefined): PledgeAct | undefined {
  return meant && actsOf(pledge).find((act) => actsMeant[meant].includes(act));
}

/** The pledges to choose from: those with which can be done what was answered before; all where there are none. */
function choosable(given: Known, context: FlowContext): readonly OwnPledge[] {
  const all = running(context);
  const fitting = all.filter((pledge) => meantAct(given, pledge) !== undefined);
  return fitting.length > 0 ? fitting : all;
}

const sayings: Readonly<Partial<Record<PledgeAct, readonly string[]>>> = {
  confirm: ["ya"],
  decline: ["tidak"],
  resume: resumePhrases,
};

/** Something that may be done, as a choice; a yes or a no is understood where one was asked for. */
export const actOption = (value: PledgeAct): Option & { value: PledgeAct } => {
  const synonyms = sayings[value];
  return { value, label: say(`pledges.act.${value}`), ...(synonyms ? { synonyms } : {}) };
};

/** Who it is that waits for the sponsor's answer, and what a yes costs first. */
export const waitingTexts = (pledge: OwnPledge | undefined): readonly Text[] =>
  pledge?.status === "held" ? [nameOf(pledge), ...(pledge.standBy ? [] : firstPaymentTexts(pledge.next))] : [];

/** The way to the month of retirement, of whoever is a sponsor as a person and has not said yet what is wanted. */
export function retirementChoice({ meant }: Known, context: FlowContext): readonly Option[] {
  const { sponsor } = context.look("own-affairs", {});
  return meant === undefined && sponsor?.kind === "person"
    ? [{ value: "retirement", label: say("pledges.retirement") }]
    : [];
}

const choices = (group: string, values: readonly string[]): Option[] =>
  values.map((value) => ({ value, label: say(`pledges.${group}.${value}`) }));

/** Why it is paused. */
export const pauseReasonChoices = (): readonly Option[] => choices("pause-reason", pauseReasons);
/** Why the sponsor leaves; nobody has to say. */
export const leaveReasonChoices = (): readonly Option[] => choices("leave-reason", [...leaveReasons, "skip"]);

const firstUnpaid = ({ was }: Known, context: FlowContext): Period =>
  was?.nextPeriod ?? (context.today.slice(0, 7) as Period);

/** How long it may be paused: one, two or three unpaid months, or until a month that is named. */
export function pauseChoices(given: Known, context: FlowContext): readonly Option[] {
  const first = firstUnpaid(given, context);
  const spans = Array.from({ length: longestListed }, (_, index) => index + 1);
  return [
    ...spans.map((count) => ({
      value: String(count),
      label: say("pledges.pause.line", { count, month: addMonths(first, count) }),
    })),
    { value: "named", label: say("pledges.pause.named") },
  ];
}

/** Reads from which month on it is paid again: later than the first unpaid one, and within a year. */
export function readPauseMonth(input: Input, given: Known, context: FlowContext): Result<Period, Text> {
  const first = addMonths(firstUnpaid(given, context), 1);
  const last = addMonths(firstUnpaid(given, context), longestPause);
  const read = fromText(input, (typed) => readMonth(typed, { today: context.today }));
  if (!read.ok) return read;
  if (comparePeriods(read.value, first) < 0) return fail(say("pledges.pause-month.too-soon", { month: first }));
  if (comparePeriods(read.value, last) > 0) return fail(say("pledges.pause-month.too-far", { month: last }));
  return ok(read.value);
}

/** The month from which it is paid again, by what was answered. */
export function resumesIn(given: Known, context: FlowContext): Period {
  const first = firstUnpaid(given, context);
  if (given.long === "short") return addMonths(first, bearableMonths(given, context));
  if (given.span === "named" && given.until) return given.until;
  return addMonths(first, Number(given.span ?? 1));
}

/** The last month that is paid or said to be; none where protection has never begun. */
function lastPaid({ was }: Known): Period | undefined {
  const { paidUntil, reported = [] } = was?.standing ?? {};
  return [...reported, ...(paidUntil === undefined ? [] : [paidUntil])].sort(comparePeriods).at(-1);
}

/** Whether there is a protection that a pause could end. */
const isProtected = (given: Known): boolean => given.was?.hasLapsed !== true && lastPaid(given) !== undefined;

/** How many months before the pause nobody has paid: they are of the three that end protection (F2.13). */
function unpaidBefore(given: Known, context: FlowContext): number {
  const paid = lastPaid(given);
  if (paid === undefined || !isProtected(given)) return 0;
  return Math.max(0, monthsBetween(paid, firstUnpaid(given, context)) - 1);
}

/** For how many months it can be paused without an end of protection, if nobody else pays; none where it is too late for that. */
const bearableMonths = (given: Known, context: FlowContext): number =>
  Math.max(0, MONTHS_UNTIL_INACTIVE - 1 - unpaidBefore(given, context));

/** Whether the months in between are more than protection bears. */
export const isTooLong = (given: Known, context: FlowContext): boolean =>
  monthsBetween(firstUnpaid(given, context), resumesIn(given, context)) > bearableMonths(given, context);

/** What so long a pause means for the worker, whose months they are meanwhile, and the question whether somebody else is to follow. */
export function longTexts(given: Known, context: FlowContext): readonly Text[] {
  const { name = "" } = given.was ?? {};
  const ask = say("pledges.pause-long");
  if (given.was?.hasLapsed === true) return [...lapsedTexts(name, given.was), ask];
  if (!isProtected(given)) return [say("pledges.pause-long.none", { name }), ask];
  const count = unpaidBefore(given, context);
  const late = count > 0 ? [say("pledges.pause-long.late", { count })] : [];
  return [say("pledges.pause-long.runs", { name }), ...late, ask];
}

/** A pause that protection bears, where there is one, and the one that was asked for. */
export function longChoices(given: Known, context: FlowContext): readonly Option[] {
  const count = bearableMonths(given, context);
  return [
    ...(count > 0 ? [{ value: "short", label: say("pledges.pause-long.short", { count }) }] : []),
    { value: "keep", label: say("pledges.pause-long.keep", { month: resumesIn(given, context) }) },
  ];
}

/** An example of a month that can be named. */
export const exampleMonth = (given: Known, context: FlowContext): Period =>
  addMonths(firstUnpaid(given, context), longestListed + 1);

/** Until when what is paid holds, or which month was the last, where anything is paid, and what waits for an officer. */
export function paidStays(was: PledgeAsItWas | undefined, { today }: FlowContext): readonly Text[] {
  const { paidUntil, reported = [] } = was?.standing ?? {};
  const stays = was && was.months > 0 && paidUntil ? [paidText(paidUntil, today)] : [];
  return [...stays, ...reportedTexts(reported)];
}

/** The late months that this sponsor was to pay, and that they are the worker's without him; nothing where none is. */
export function lateMonths(was: PledgeAsItWas | undefined, key: "pledges.late" | "pledges.late-left"): readonly Text[] {
  const { late = [] } = was?.standing ?? {};
  if (late.length === 0) return [];
  return [say(key, { name: was?.name ?? "" }), ...plainMonthLines(late)];
}

/** Asks for how long it is paused, and says first what is unpaid. */
export function pauseTexts({ was }: Known): readonly Text[] {
  const params = { name: was?.name ?? "", month: was?.nextPeriod ?? "" };
  const late = lateMonths(was, "pledges.late");
  return [...late, say(late.length > 0 ? "pledges.pause.after-late" : "pledges.pause", params)];
}

/** What is said when it goes on: from which month, what is paid for it and by when, and where protection has ended that it can run again. */
export function resumedTexts(pledge: ResumedPledge): readonly Text[] {
  const { name, nextPeriod: month, next } = pledge;
  return [say("pledges.resumed", { name, month }), ...nextPaymentTexts(next), ...lapsedTexts(name, pledge)];
}

/** Asked once more before it ends. */
export function sureTexts({ was }: Known, context: FlowContext): readonly Text[] {
  if (!was?.isFound) return [say("pledges.sure.waiting")];
  return [say("pledges.sure", { name: was.name }), ...paidStays(was, context), ...lateMonths(was, "pledges.late")];
}

/** The goodbye: thanks, what was given, what stays, what comes next, and the way back. */
export function goodbyeTexts({ was }: Known, context: FlowContext): readonly Text[] {
  if (!was?.isFound) return [say("pledges.declined"), say("pledges.goodbye.return")];
  const { name, months, total } = was;
  return [
    say("pledges.goodbye"),
    ...(months > 0 ? [say("pledges.goodbye.given", { name, months, total })] : []),
    ...paidStays(was, context),
    ...lateMonths(was, "pledges.late-left"),
    say("pledges.goodbye.next", { name }),
    say("pledges.goodbye.return"),
  ];
}

/** What is said when it is paused: until when, whose the months are meanwhile, and whom to ask where something was misunderstood. */
export function pausedTexts(given: Known, context: FlowContext): readonly Text[] {
  const params = { name: given.was?.name ?? "", month: resumesIn(given, context) };
  const unclear = given.pauseReason === "misunderstanding" ? [say("pledges.paused.misunderstanding")] : [];
  const left = lateMonths(given.was, "pledges.late-left");
  const own = isProtected(given) ? [say("pledges.paused.own", params)] : [];
  return [...paidStays(given.was, context), ...left, say("pledges.paused", params), ...own, ...unclear];
}
