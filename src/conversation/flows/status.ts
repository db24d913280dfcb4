import { mixedPrices } from "../../domain/contribution/mixed-prices";
import { firstNameOf } from "../../domain/person/person";
import { dueDayOf, type IsoDay, periodOfDay } from "../../domain/shared/calendar";
import { periodOf } from "../../domain/shared/period";
import type { Text } from "../../domain/shared/text";
import type { DueView, OwnAffairs, OwnPledge, OwnWorker, WorkerGlimpse } from "../../operations/catalog-views";
import { mixedTexts } from "../../operations/standing-texts";
import { defineFlow, type FlowContext } from "../flow";
import { lapsedTexts, placeText, pledgeStateText, soughtText } from "./common";
import { familyOf } from "./family";
import { workerLine } from "./office-joining";

/** Months shown for one worker beside those that wait for somebody; older ones are of use to an officer only. */
const mostMonths = 4;

/** "Perlindungan saya hari ini": each own worker, then each pledge. Hedged: only BPJS can tell the true status (F0.5). */
export const status = defineFlow<Record<string, never>>()({
  id: "status",
  title: { key: "status.title" },
  version: 1,
  start: "show",
  errand: true,
  steps: {
    show: { type: "finish", say: (_given, context) => show(context), outcome: "completed" },
  },
});

function show(context: FlowContext): readonly Text[] {
  const { workers, pledges, sponsor } = context.look("own-affairs", {});
  const employment = employmentTexts(context);
  if (workers.length === 0 && pledges.length === 0 && !sponsor)
    return [...(employment.length > 0 ? employment : [{ key: "status.nothing" }]), ...silence(context)];
  return [
    ...workers.flatMap((worker) => workerLines(worker, context)),
    ...employment,
    ...(sponsor ? sponsorLines(pledges.filter(isRunning), sponsor, context) : []),
    ...(sponsor ? [standByLine(sponsor)] : []),
    ...(workers.some(familyOf) ? [{ key: "status.family" }] : []),
    ...silence(context),
    { key: "status.not-bpjs" },
  ];
}

/** That nothing is sent at present because the reader wished so, and how it comes again. */
function silence({ contact, now }: FlowContext): Text[] {
  if (contact.optedOutAt !== undefined) return [{ key: "status.stopped" }];
  const { pausedUntil: until = 0 } = contact;
  return until > now ? [{ key: "status.reminders-paused", params: { until } }] : [];
}

/** What is kept of an employee of an office: whose she is, and whom she stands by. */
function employmentTexts(context: FlowContext): Text[] {
  const { employed } = context.look("office-standing", {});
  if (employed === undefined) return [];
  return [
    { key: "office.employed", params: { office: employed.office } },
    ...employed.workers.map((one) => workerLine("office.employed.worker", one)),
    { key: "status.office" },
  ];
}

const isRunning = (pledge: OwnPledge): boolean => pledge.status !== "ended";

/** Whose month is confirmed is known to BPJS Ketenagakerjaan, also while the KPJ has not been recorded here. */
const stateOf = (worker: OwnWorker): OwnWorker["status"] | "paid" =>
  worker.status === "verified" && worker.protectedUntil ? "paid" : worker.status;

function workerLines(worker: OwnWorker, context: FlowContext): Text[] {
  const name = worker.relation === "self" ? worker.name : firstNameOf(worker.name);
  const head: Text = {
    key: "status.worker",
    params: { name, number: worker.number, state: { key: `status.worker-state.${stateOf(worker)}` } },
  };
  if (worker.status === "rejected" && worker.rejection) {
    const { reason, note } = worker.rejection;
    const noted: Text[] = note === undefined ? [] : [{ key: "notice.note", params: { note } }];
    return [head, { key: `officer.reject-reason.${reason}` }, ...noted, { key: "status.mend" }];
  }
  if (worker.status === "deceased") return [head, { key: "status.deceased" }];
  if (worker.status === "submitted" || worker.status === "rejected" || worker.status === "withdrawn") return [head];
  const dues = workerDues(worker, context);
  return [head, protection(worker, context), ...payer(worker), ...dues, ...creditLine(worker.credit)];
}

/** What was paid too much and is kept for months that are not open yet. */
const creditLine = (credit: number | undefined): Text[] =>
  credit === undefined ? [] : [{ key: "status.credit", params: { credit } }];

function protection(worker: OwnWorker, { today }: FlowContext): Text {
  if (!worker.protectedUntil) return beginning(paidAhead(worker.dues, today));
  const params = { until: worker.protectedUntil, months: worker.monthsInRow };
  if (worker.protectedUntil >= today) return { key: "status.protected", params };
  if (worker.protection === "inactive") return endedText(worker.dues, worker.protectedUntil, today);
  const sponsorPays = isSponsored(worker) && !isPaused(worker);
  return { key: sponsorPays ? "status.protected-until-sponsor" : "status.protected-until", params };
}

/** That protection has not begun, and with which month it does where one is paid ahead. */
const beginning = (ahead: DueView | undefined): Text =>
  ahead === undefined ? { key: "status.no-month" } : { key: "status.no-month.ahead", params: { month: ahead.period } };

/** That protection has ended, and from which month on it can run again where one is paid ahead. */
function endedText(dues: readonly DueView[], until: IsoDay, today: IsoDay): Text {
  const ahead = paidAhead(dues, today);
  if (ahead === undefined) return { key: "status.protected-ended", params: { until } };
  return { key: "status.protected-ended.ahead", params: { until, month: ahead.period } };
}

/** The first month after the present one that is paid; they are in order. */
const paidAhead = (dues: readonly DueView[], today: IsoDay): DueView | undefined =>
  dues.find((due) => isSettled(due) && due.period > periodOfDay(today));

const isSettled = ({ status: state }: DueView): boolean => state === "confirmed" || state === "credited";

/** Whether a sponsor has promised to pay. */
const isSponsored = ({ payer: paidBy, sponsor }: OwnWorker): boolean =>
  paidBy === "sponsor" && sponsor !== undefined && sponsor.status !== "held";

const isPaused = ({ sponsor }: OwnWorker): boolean => sponsor?.status === "paused";

function payer(worker: OwnWorker): Text[] {
  if (worker.payer === "self") return [{ key: "status.payer-self" }];
  if (!isSponsored(worker)) return [{ key: "status.payer-sought" }];
  const { name, pausedUntil } = worker.sponsor ?? {};
  const key = isPaused(worker) ? "status.payer-paused" : "status.payer-sponsor";
  const named = isPaused(worker) ? "status.payer-paused.named" : "status.payer-named";
  const who: Text = name ? { key: named, params: { name } } : { key };
  return isPaused(worker) ? [who, untilThen(pausedUntil)] : [who];
}

/** That the months are the worker's while her sponsor pauses. */
const untilThen = (pausedUntil: number | undefined): Text =>
  pausedUntil === undefined
    ? { key: "status.payer-paused.open" }
    : { key: "status.payer-paused.until", params: { month: periodOf(pausedUntil) } };

/** The months of a worker; what she has to pay although there is a sponsor stands apart. */
function workerDues(worker: OwnWorker, context: FlowContext): Text[] {
  const isOwn = ({ isWorkers, status: state }: DueView) =>
    isWorkers === true && (state === "open" || state === "overdue");
  const own = isSponsored(worker) ? worker.dues.filter(isOwn) : [];
  const others = worker.dues.filter((due) => !own.includes(due));
  const lines = (dues: readonly DueView[]): Text[] => duesOf(dues, context, byOwnDay);
  return [...lines(others), ...(own.length > 0 ? [{ key: "status.own-months" }, ...lines(own)] : [])];
}

/** A month by its own day: to the worker it is due then, also where a sponsor pays several at once. */
const byOwnDay = (due: DueView): DueView => ({ ...due, dueDay: dueDayOf(due.period) });

/** A month is late when its own day is over: one that was to be paid with an earlier one is open until then. */
function asOfToday(due: DueView, today: IsoDay): DueView {
  const isLate = due.dueDay >= dueDayOf(due.period) || today > dueDayOf(due.period);
  return due.status !== "overdue" || isLate ? due : { ...byOwnDay(due), status: "open" };
}

/**
 * The present month and those around it, before them whatever is late or waits for an officer, however old, and after them how
 * many are not shown and up to when.
 */
function duesOf(all: readonly DueView[], { today }: FlowContext, seen = (due: DueView): DueView => due): Text[] {
  const dues = all.map((due) => seen(asOfToday(due, today)));
  const rest = dues.filter((due) => !waits(due));
  const present = rest.findIndex(({ period }) => period >= periodOfDay(today));
  const end = present < 0 ? rest.length : Math.min(rest.length, present + mostMonths);
  const shown = new Set(rest.slice(Math.max(0, end - mostMonths), end));
  return [...dues.filter((due) => waits(due) || shown.has(due)).flatMap(dueLines), ...moreText(rest.slice(end))];
}

function moreText(hidden: readonly DueView[]): Text[] {
  const last = hidden.at(-1);
  if (last === undefined) return [];
  const key = hidden.every(isSettled) ? "status.due-more.paid" : "status.due-more";
  return [{ key, params: { count: hidden.length, month: last.period } }];
}

const waits = ({ status: state }: DueView): boolean => state === "overdue" || state === "reported";

/** A month, and where a proof of it did not hold what is to be done before it is paid. */
function dueLines(due: DueView): Text[] {
  const isUnpaid = due.status === "open" || due.status === "overdue";
  if (!isUnpaid || due.refusal === undefined) return [dueLine(due)];
  const key = due.refusal.reason === undefined ? "status.due-refused" : "status.due-refused.own";
  return [dueLine(due), { key, params: { period: due.period } }];
}

function dueLine({ period, amount, dueDay, status: state, credit }: DueView): Text {
  const params = { period, amount, day: dueDay, state: { key: `status.due-state.${state}` } };
  if (credit === undefined) return { key: state === "open" ? "status.due-open" : "status.due", params };
  const key = state === "open" ? "status.due-open.less-credit" : "status.due.less-credit";
  return { key, params: { ...params, credit } };
}

/** Whether she stands by, and how that is changed. */
function standByLine({ standsBy }: NonNullable<OwnAffairs["sponsor"]>): Text {
  return standsBy === undefined
    ? { key: "status.stand-by.off" }
    : { key: "status.stand-by.on", params: { count: standsBy.most } };
}

/** Who was found, one by one: helped, or waiting for the sponsor's answer, which is no help yet; those still sought are counted once. */
function sponsorLines(
  pledges: readonly OwnPledge[],
  { given, isSilent, waiting = [] }: NonNullable<OwnAffairs["sponsor"]>,
  context: FlowContext,
): Text[] {
  const found = pledges.flatMap((pledge) => (pledge.worker ? [{ ...pledge, worker: pledge.worker }] : []));
  const sought = pledges.length - found.length;
  const under = (key: string, some: typeof found): Text[] =>
    some.length === 0
      ? []
      : [{ key, params: { count: some.length } }, ...some.flatMap((pledge) => pledgeLines(pledge, context))];
  return [
    ...under(
      "status.sponsor",
      found.filter(({ status: state }) => state !== "held"),
    ),
    ...under(
      "status.sponsor.offered",
      found.filter(({ status: state }) => state === "held"),
    ),
    ...(sought > 0 ? [soughtText(sought, isSilent)] : []),
    ...stillWaiting(waiting),
    ...(pledges.length === 0 ? helpedBefore(given) : []),
  ];
}

/** What was said to be paid for those whom she helps no more, and still waits for an officer. */
function stillWaiting(dues: readonly DueView[]): Text[] {
  if (dues.length === 0) return [];
  const lines = dues.map(
    ({ firstName: name, period, amount }): Text => ({ key: "status.waiting-line", params: { name, period, amount } }),
  );
  return [{ key: "status.waiting" }, ...lines];
}

/** What somebody reads who helps nobody now: what was given, how to help again, and that her data are still here. */
function helpedBefore(given: NonNullable<OwnAffairs["sponsor"]>["given"]): Text[] {
  if (given === undefined) return [{ key: "status.no-pledges.yet" }, { key: "status.still-kept" }];
  return [{ key: "status.helped", params: { ...given } }, { key: "status.no-pledges" }, { key: "status.still-kept" }];
}

/** Until when the answer to an offer is awaited, and how it is given; nothing where that time is over. */
function heldTexts({ status: state, standBy, heldUntil: until = 0 }: OwnPledge, { now }: FlowContext): Text[] {
  if (state !== "held" || until <= now) return [];
  return [{ key: standBy === undefined ? "status.pledge-held" : "status.pledge-held.stand-by", params: { until } }];
}

function pledgeLines(pledge: OwnPledge & { readonly worker: WorkerGlimpse }, context: FlowContext): Text[] {
  const params = {
    name: pledge.worker.firstName,
    place: placeText(pledge.worker.villageId),
    state: pledgeStateText(pledge),
  };
  const nik =
    pledge.nik && pledge.status === "active" ? [{ key: "status.pledge-nik", params: { nik: pledge.nik } }] : [];
  return [
    { key: "status.pledge", params },
    ...nik,
    ...heldTexts(pledge, context),
    ...lapsedTexts(pledge.worker.firstName, pledge),
    ...duesOf(pledge.dues, context),
    ...mixedTexts(isMixed(pledge.dues)),
    ...creditLine(pledge.credit),
  ];
}

/** Whether unpaid months that differ in price are paid in one go (F2.29). */
function isMixed(dues: readonly DueView[]): boolean {
  const unpaid = dues.filter(({ status: state }) => state === "open" || state === "overdue");
  return (
    mixedPrices(unpaid.map((due) => ({ ...due, id: due.dueItemId, amount: due.amount + (due.credit ?? 0) }))).size > 0
  );
}
