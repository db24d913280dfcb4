import type { DueItem } from "../domain/contribution/due-item";
import { restoringForSponsor, restoringMonth } from "../domain/contribution/lapse";
import type { ShownFile } from "../domain/messaging/message";
import type { ProofReason } from "../domain/payment/proof";
import type { ReceiptCode } from "../domain/payment/receipt-code";
import { type Found, shortfallOf, surplusFound } from "../domain/payment/settlement";
import { firstNameOf } from "../domain/person/person";
import { dayOf, type IsoDay } from "../domain/shared/calendar";
import type { Period } from "../domain/shared/period";
import { villageById } from "../domain/shared/region";
import type { Text } from "../domain/shared/text";
import type { Pledge, Sponsor } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { hasLapsed } from "../domain/worker/worker-life";
import type { DueView } from "./catalog-views";
import type { Deps } from "./deps";
import { itemsOfWorkers } from "./dues";
import { monthLines, mostMonthsNamed } from "./month-lines";
import type { Notice, NoticeCommand } from "./notify";
import { boardOf } from "./office-access";
import type { NoticeRule } from "./rules";
import { batchesOf } from "./saving";
import { lapsedText, mixedTexts } from "./standing-texts";

/** A notice with the cause from which its id follows. */
export type Told = Omit<Notice, "id" | "options" | "rule"> & {
  cause: string;
  rule: NoticeRule;
  options: readonly NoticeCommand[];
};

/** Hands a notice in under an id that follows from its cause and its purpose; whether it is new. */
export async function send(deps: Deps, notice: Told): Promise<boolean> {
  return (await deps.notify(noticeOf(deps, notice))) > 0;
}

/** Like `send`, for many in few calls. */
export async function sendAll(deps: Deps, notices: readonly Told[]): Promise<void> {
  for (const batch of batchesOf(notices)) await deps.notify(batch.map((one) => noticeOf(deps, one)));
}

function noticeOf(deps: Deps, notice: Told): Notice {
  const { rule, options, contactId, texts, kind, file } = notice;
  return {
    id: noticeId(deps, notice),
    contactId,
    ...(kind === undefined ? {} : { kind }),
    rule: `notice.rule.${rule}`,
    texts,
    ...(file === undefined ? {} : { file }),
    options: options.map((value) => ({ value, label: { key: `notice.option.${value.slice(1)}` } })),
  };
}

/** Put together so that it does not look like the key of a text. */
const noticeId = ({ ids }: Deps, { cause, rule }: Pick<Told, "cause" | "rule">): string =>
  ids.derive(cause, ["notice", rule].join("."));

/** Lets go of those of these notices that are not sent yet, because they are not true any more. Done again it does nothing more. */
export const withdraw = (deps: Deps, told: readonly Pick<Told, "cause" | "rule">[]): Promise<void> =>
  deps.withdraw(told.map((one) => noticeId(deps, one)));

/** The first name and the village of a worker: all that anybody but her own contact is told. */
export async function calledOf({ repositories }: Deps, worker: Worker): Promise<{ name: string; village: string }> {
  const person = await repositories.persons.find(worker.personId);
  return { name: firstNameOf(person?.name ?? ""), village: villageById(worker.villageId)?.name ?? "" };
}

/** Tells whoever registered a worker that an officer has accepted it, and what comes next. */
export async function tellVerified(deps: Deps, worker: Worker): Promise<void> {
  const { name } = await calledOf(deps, worker);
  const params = { name, number: worker.number };
  await send(deps, {
    cause: `${worker.id} ${worker.verifiedAt}`,
    rule: "verified",
    contactId: worker.registeredBy.contactId,
    texts: [{ key: "notice.verified", params }, { key: `notice.verified.next.${worker.payer}` }],
    options: ["!status"],
  });
}

/** Tells whoever registered a worker why it could not be accepted, and how to mend it. */
export async function tellRejected(deps: Deps, worker: Worker): Promise<void> {
  const { rejection } = worker;
  if (rejection === undefined) return;
  const { name } = await calledOf(deps, worker);
  const reason: Text = { key: `officer.reject-reason.${rejection.reason}` };
  await send(deps, {
    cause: `${worker.id} ${rejection.at}`,
    rule: "rejected",
    contactId: worker.registeredBy.contactId,
    texts: [
      { key: "notice.rejected", params: { name, number: worker.number, reason } },
      ...noteTexts(rejection.note),
      { key: "notice.rejected.next" },
    ],
    options: ["!mend"],
  });
}

/** Tells whoever registered a worker that BPJS Ketenagakerjaan has given the participant number. */
export async function tellRegistered(deps: Deps, worker: Worker): Promise<void> {
  const { name } = await calledOf(deps, worker);
  const kpj = worker.kpj ?? "";
  await send(deps, {
    cause: `${worker.id} ${deps.ids.hash(kpj, "kpj")}`,
    rule: "registered",
    contactId: worker.registeredBy.contactId,
    texts: [{ key: "notice.registered", params: { name, kpj } }],
    options: ["!status"],
  });
}

/**
 * That protection has ended, and which of all her months lets it run again at a moment (milliseconds): `month` where nothing is
 * asked for yet; nothing where it has not.
 */
export const lapsedTexts = (
  worker: Worker,
  name: string,
  { items, month, now }: { readonly items: readonly DueItem[]; readonly month: Period; readonly now: number },
): readonly Text[] => (hasLapsed(worker) ? [lapsedText(name, restoringMonth(items, dayOf(now), month))] : []);

/** The same as it is said to the sponsor who pays for the worker. */
export const lapsedTextsForSponsor = (
  worker: Worker,
  name: string,
  { items, month, now }: { readonly items: readonly DueItem[]; readonly month: Period; readonly now: number },
): readonly Text[] => (hasLapsed(worker) ? [lapsedText(name, restoringForSponsor(items, dayOf(now), month))] : []);

/** Tells whoever registered a worker that a sponsor pays from now on; the name only where the sponsor agreed. */
export async function tellSponsored(
  deps: Deps,
  { pledge, sponsor, worker }: { readonly pledge: Pledge; readonly sponsor: Sponsor; readonly worker: Worker },
  now: number,
): Promise<void> {
  const { name } = await calledOf(deps, worker);
  const month = pledge.startPeriod;
  const params = { name, month, sponsor: sponsor.officeName ?? sponsor.name };
  const items = hasLapsed(worker) ? await itemsOfWorkers(deps, [worker.id]) : [];
  await send(deps, {
    cause: pledge.id,
    rule: "sponsored",
    contactId: worker.registeredBy.contactId,
    texts: [
      sponsor.showsName
        ? { key: "notice.sponsored.named", params }
        : { key: "notice.sponsored", params: { name, month } },
      ...lapsedTexts(worker, name, { items, month, now }),
      ...(worker.isNamedInReports === undefined ? [{ key: "notice.sponsored.name" }] : []),
    ],
    options: ["!status"],
  });
}

/** What is paid first for so many workers by one day, in rupiah, from a month on. */
export interface FirstPayment {
  readonly count: number;
  readonly amount: number;
  readonly month: Period;
  readonly day: IsoDay;
}

/**
 * Tells a sponsor what is paid first, for how many workers a surplus covers it, and how the money reaches BPJS
 * Ketenagakerjaan: never through this service, and never with a NIK in a notice. How waits for its time where a surplus
 * covers everybody, for whoever reads it would pay.
 */
export async function tellHowToPay(
  deps: Deps,
  of: {
    cause: string;
    sponsor: Sponsor;
    route: Pledge["route"];
    payments: readonly FirstPayment[];
    covers: number;
    /** Whether months that differ in price are paid in one go (F2.29). */
    isMixed: boolean;
  },
): Promise<void> {
  const { cause, sponsor, payments, covers } = of;
  const isOwing = payments.length > 0;
  const isAtBoard = isOwing && (await boardOf(deps, sponsor.contactId)) === sponsor.id;
  await send(deps, {
    cause,
    rule: "how-to-pay",
    contactId: sponsor.contactId,
    texts: isOwing ? howToPayTexts(of, isAtBoard) : [{ key: "notice.how-to-pay.nothing", params: { count: covers } }],
    options: ["!status", ...(isOwing ? [isAtBoard ? ("!office" as const) : ("!paid" as const)] : [])],
  });
}

function howToPayTexts(
  of: Pick<Parameters<typeof tellHowToPay>[1], "route" | "payments" | "covers" | "isMixed">,
  isAtBoard: boolean,
): Text[] {
  const { route, payments, covers, isMixed } = of;
  return [
    ...payments.map((payment, place) => ({
      key: place === 0 ? "notice.how-to-pay" : "notice.how-to-pay.later",
      params: { ...payment },
    })),
    ...mixedTexts(isMixed),
    ...(covers === 0 ? [] : [{ key: "notice.how-to-pay.covered", params: { count: covers } }]),
    { key: `notice.how-to-pay.${isAtBoard ? "office" : route}` },
  ];
}

/** Months with the first name of their worker, for a list in a notice. */
export type NamedMonth = { readonly name: string; readonly month: string };

/** Months that are confirmed as paid, and whom to tell: whoever sent the proof, or the worker for whom another paid. */
export interface ConfirmedMonths {
  readonly cause: string;
  readonly contactId: string;
  readonly to: "payer" | "worker";
  readonly months: readonly NamedMonth[];
  /** For the payer: what was found, the months that are owed still, and by which code anybody can check it. */
  readonly found?: Found;
  readonly open?: readonly NamedMonth[];
  /** How many of these are asked of the payer no more, because he has paused or left meanwhile. */
  readonly openLeft?: number;
  /** Where what was paid too much lies now; of a worker what is hers. */
  readonly surplus?: readonly Text[];
  readonly code?: ReceiptCode;
  readonly file?: ShownFile | undefined;
}

/** Tells everybody that months are confirmed as paid. */
export async function tellConfirmed(deps: Deps, all: readonly ConfirmedMonths[]): Promise<void> {
  for (const batch of batchesOf(all)) await deps.notify(batch.map((one) => confirmedNotice(deps, one)));
}

function confirmedNotice(deps: Deps, of: ConfirmedMonths): Notice {
  const { cause, contactId, to, months, code, file } = of;
  return noticeOf(deps, {
    cause,
    rule: `confirmed.${to}`,
    contactId,
    texts: [
      ...(months.length > 0 ? [{ key: `notice.confirmed.${to}`, params: { count: months.length } }] : []),
      ...months.slice(0, mostMonthsNamed).map((params) => ({ key: "notice.month", params })),
      ...differenceTexts(of),
      ...(of.surplus ?? []),
      ...(code === undefined ? [] : [{ key: "notice.receipt", params: { code } }]),
    ],
    ...(file === undefined ? {} : { file }),
    options: ["!status"],
  });
}

/** Tells a sponsor in January what came of the months of the year before, and what is paid ahead of them. */
export async function tellYearReport(
  deps: Deps,
  of: {
    cause: string;
    contactId: string;
    year: number;
    months: number;
    people: number;
    total: number;
    ahead: { readonly months: number; readonly total: number };
    file?: ShownFile | undefined;
  },
): Promise<void> {
  const { cause, contactId, year, months, people, total, ahead, file } = of;
  await send(deps, {
    cause,
    rule: "year-report",
    contactId,
    texts: [
      { key: "notice.year-report", params: { year: String(year), months, people, total } },
      ...aheadTexts(ahead),
      { key: "report.thanks" },
    ],
    ...(file === undefined ? {} : { file }),
    options: ["!status"],
  });
}

/** What is paid for months after the year of a report; nothing where nothing is. */
export const aheadTexts = ({ months, total }: { readonly months: number; readonly total: number }): Text[] =>
  months === 0 ? [] : [{ key: "report.ahead", params: { months, total } }];

/** What was paid too little or too much, said kindly; nothing where it was right. */
function differenceTexts(of: Pick<ConfirmedMonths, "found" | "open" | "openLeft">): Text[] {
  const { found, open = [], openLeft = 0 } = of;
  if (found === undefined) return [];
  const [short, surplus] = [shortfallOf(found), surplusFound(found)];
  if (surplus > 0) return [{ key: "notice.confirmed.surplus", params: { found: found.amount, surplus } }];
  if (short === 0) return [];
  const { amount, expected } = found;
  return [
    { key: "notice.confirmed.short", params: { found: amount, expected, short } },
    ...open.slice(0, mostMonthsNamed).map((params) => ({ key: "notice.month", params })),
    ...(openLeft > 0 ? [{ key: "notice.confirmed.short-left" }] : []),
    { key: openLeft > 0 && openLeft === open.length ? "notice.confirmed.short-wrong" : "notice.confirmed.short-next" },
  ];
}

/** Tells whoever sent a proof of these months why it could not be confirmed, and how to go on. */
export async function tellProofRejected(
  deps: Deps,
  of: {
    cause: string;
    contactId: string;
    months: readonly DueView[];
    reason: ProofReason;
    note?: string | undefined;
  },
): Promise<void> {
  await send(deps, {
    cause: of.cause,
    rule: "proof-rejected",
    contactId: of.contactId,
    texts: [
      { key: "notice.proof-rejected", params: { reason: { key: `officer.proof-reason.${of.reason}` } } },
      ...refusedMonthTexts(of.months),
      ...noteTexts(of.note),
      { key: "notice.proof-rejected.next" },
    ],
    options: ["!paid"],
  });
}

function refusedMonthTexts(months: readonly DueView[]): Text[] {
  if (months.length === 0) return [];
  return [{ key: "notice.proof-rejected.months" }, ...monthLines(months)];
}

/** Tells an officer at once that somebody reports an emergency; what was said is in the task. */
export async function tellEmergency(
  deps: Deps,
  of: { cause: string; contactId: string; place: string },
): Promise<void> {
  await send(deps, {
    cause: of.cause,
    rule: "emergency",
    kind: "urgent",
    contactId: of.contactId,
    texts: [{ key: of.place === "" ? "notice.emergency" : "notice.emergency.at", params: { place: of.place } }],
    options: ["!tasks"],
  });
}

/** Tells an officer that proofs have waited too long, and since when the oldest has. */
export async function tellProofsWait(
  deps: Deps,
  of: { cause: string; contactId: string; count: number; since: IsoDay },
): Promise<void> {
  const { cause, contactId, count, since: day } = of;
  await send(deps, {
    ...{ cause, contactId, rule: "proofs-wait" },
    texts: [{ key: "notice.proofs-wait", params: { count, day } }],
    options: ["!proofs"],
  });
}

/** Hands an officer's answer to whoever asked, marked as coming from a human being. */
export async function tellAnswer(deps: Deps, of: { cause: string; contactId: string; answer: string }): Promise<void> {
  await send(deps, {
    cause: of.cause,
    rule: "answer",
    kind: "answer",
    contactId: of.contactId,
    texts: [{ key: "notice.answer", params: { answer: of.answer } }],
    options: ["!menu"],
  });
}

/** What an officer has added in own words; nothing where nothing was. */
export function noteTexts(note: string | undefined): Text[] {
  return note === undefined ? [] : [{ key: "notice.note", params: { note } }];
}
