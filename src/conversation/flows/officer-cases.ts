import { villageById } from "../../domain/shared/region";
import type { Text } from "../../domain/shared/text";
import type {
  CareView,
  MonthToPay,
  OfficerCounts,
  ProofCase,
  TaskCase,
  WorkerCase,
} from "../../operations/catalog-views";
import { occupationText, placeText } from "./common";
import { localPhone, stacked } from "./text-tools";

/** Warnings that have words of their own (`officer.warning.<code>`); see `warningsOf` of the registration. */
const warningCodes = [
  "birth-day-differs",
  "age-open",
  "says-insured",
  "maybe-insured",
  "sector-unclear",
  "consent-by-phone",
  "consent-by-family",
] as const;
const consentNotes = ["present", "phone", "family"];
/** How many months of a proof, and how many similar registrations, are named one by one. */
const mostNamed = 20;

const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });

/** All that an officer needs to know of a registration, the NIK in full because it is typed at BPJS Ketenagakerjaan. */
export function workerCaseTexts(found: WorkerCase): Text[] {
  const { number, warnings, similar } = found;
  return [
    say("officer.case.heading", { number }),
    stacked([...identityLines(found), ...workLines(found), ...consentLines(found)]),
    ...(warnings.length > 0 ? [stacked([say("officer.case.look-at"), ...warnings.map(warningText)])] : []),
    ...(similar.length > 0
      ? [stacked([say("officer.case.similar"), ...similar.slice(0, mostNamed).map(similarText)])]
      : []),
  ];
}

function identityLines({ nik, name, bornOn, sex, phone, villageId }: WorkerCase): Text[] {
  return [
    say("officer.case.nik", { nik }),
    say("officer.case.name", { name }),
    say(`officer.case.born.${sex}`, { day: bornOn }),
    say("officer.case.phone", { phone: phone ? localPhone(phone) : say("register.no-phone") }),
    say("officer.case.place", { place: placeText(villageId) }),
  ];
}

function workLines({
  occupationId,
  occupationText: typed,
  secondOccupation: second,
  income,
  programmes,
  payer,
}: WorkerCase): Text[] {
  return [
    say("officer.case.occupation", { occupation: occupationText(occupationId, typed) }),
    ...(second ? [say("officer.case.second", { occupation: occupationText(second.id, second.text) })] : []),
    say("officer.case.income", { income }),
    say("officer.case.programmes", {
      programmes: say(`register.programmes-line.${programmes === "JKK+JKM" ? "two" : "three"}`),
    }),
    say("officer.case.payer", { payer: say(`register.payer-line.${payer}`) }),
  ];
}

function consentLines({ relation, consentNote }: WorkerCase): Text[] {
  const by = say(`officer.case.by.${relation}`);
  if (consentNote === undefined) return [by];
  const note = consentNotes.includes(consentNote) ? say(`officer.consent.${consentNote}`) : consentNote;
  return [by, say("officer.case.consent", { note })];
}

function warningText(code: string): Text {
  return say(`officer.warning.${warningCodes.find((known) => known === code) ?? "other"}`);
}

const similarText = ({ number, villageId }: WorkerCase["similar"][number]): Text =>
  say("officer.case.similar-line", { number, village: villageById(villageId)?.name ?? "" });

/** How many cases are still to come after this one; those that were passed over do not count. */
const othersOf = (waiting: number, skipped: number): number => Math.max(0, waiting - skipped - 1);

/** A proof with the months and amounts that it is for; its photo or PDF is shown above these words. */
export function proofCaseTexts(found: ProofCase, skipped: number): Text[] {
  const { dues, total, waiting } = found;
  const others = othersOf(waiting, skipped);
  const rest = dues.length - mostNamed;
  const lines = dues.slice(0, mostNamed).map(({ firstName: name, period, amount, nik, kpj }) =>
    say(kpj ? "officer.proof.month-kpj" : "officer.proof.month", {
      name,
      period,
      amount,
      nik,
      ...(kpj ? { kpj } : {}),
    }),
  );
  return [
    say(others > 0 ? "officer.proof.heading-more" : "officer.proof.heading", { others }),
    stacked([
      ...lines,
      ...(rest > 0 ? [say("payment.months-more", { count: rest })] : []),
      say("officer.proof.total", { total }),
    ]),
    ...(found.waitsElsewhere ? [say("officer.proof.waits-elsewhere")] : []),
    ...(found.hasSettled ? [say("officer.proof.settled")] : []),
    shownProof(found),
    ...replacedTexts(found),
    ...resemblanceTexts(found),
    ...readFromProof(found),
  ];
}

/** That an earlier paper was replaced by the one that is shown. */
export const replacedTexts = ({ replacedAt: at }: Pick<ProofCase, "replacedAt">): Text[] =>
  at === undefined ? [] : [say("officer.proof.replaced-at", { at })];

/** That the receipt was sent before, as far as can be seen, and why its confirmation was taken back: the sender is not accused. */
export function resemblanceTexts({
  resemblesAt: at,
  resemblesBy: by,
  resemblesTakenBack: takenBack,
}: Pick<ProofCase, "resemblesAt" | "resemblesBy" | "resemblesTakenBack">): Text[] {
  if (at === undefined) return [];
  const resembles = say(`officer.proof.resembles.${by ?? "picture"}`, { at });
  if (takenBack === undefined) return [resembles];
  const reason = say(`officer.proof-reason.${takenBack.reason}`);
  return [stacked([resembles, say("officer.proof.resembles.taken-back", { at: takenBack.at, reason })])];
}

function shownProof({ reference, text, attachmentId }: ProofCase): Text {
  if (text !== undefined) return say("officer.proof.text", { text });
  if (reference !== undefined) return say("officer.proof.reference", { reference });
  return say(attachmentId === undefined ? "officer.proof.without" : "officer.proof.file");
}

/** Whether less is counted under a proof than its months cost: another one pays them, or nothing is owed for them any more. */
export const countsLess = ({ waitsElsewhere, hasSettled }: ProofCase): boolean => Boolean(waitsElsewhere || hasSettled);

/** What the words of the proof seem to say, and that it differs where it is another sum; the officer decides. */
export function readTexts({ suggestion }: ProofCase, isExpected: (amount: number) => boolean, differs: Text): Text[] {
  if (suggestion === undefined) return [];
  const { amount, day } = suggestion;
  return [
    stacked([
      say("officer.proof.read"),
      ...(amount === undefined ? [] : [say("officer.proof.read-amount", { amount })]),
      ...(day === undefined ? [] : [say("officer.proof.read-day", { day })]),
      ...(amount === undefined || isExpected(amount) ? [] : [differs]),
    ]),
  ];
}

function readFromProof(found: ProofCase): Text[] {
  const { total } = found;
  const isExpected = (amount: number): boolean => amount === total || countsLess(found);
  return readTexts(found, isExpected, say("officer.proof.read-differs", { total }));
}

/** The words of an emergency that was told with one word only; anything else is shown as it was written. */
const emergencyKinds = ["accident", "death"];

/** What somebody asks for, in the person's own words where there are some. */
export function taskCaseTexts(task: TaskCase, skipped: number): Text[] {
  const { number, createdAt, waiting, care } = task;
  const others = othersOf(waiting, skipped);
  const words = wordsOf(task);
  return [
    stacked([
      say(headingOf(task)),
      ...lapseLines(task),
      say("officer.task.since", { at: createdAt }),
      ...(number === undefined ? [] : [say("officer.task.number", { number })]),
      ...(others > 0 ? [say("officer.task.more", { others })] : []),
    ]),
    ...(words === undefined ? [] : [say("officer.task.text", { text: words })]),
    ...(care === undefined ? [] : careTexts(care)),
  ];
}

function wordsOf({ kind, text }: TaskCase): Text | string | undefined {
  if (kind === "unreadable-month" && text !== undefined) return say("officer.task.month", { period: text });
  return kind === "emergency" && text !== undefined && emergencyKinds.includes(text)
    ? say(`officer.task.emergency.${text}`)
    : text;
}

/** What somebody was asked to save may be saved, or over, by the time it is read. */
const headingOf = ({ kind, lapse }: TaskCase): string =>
  lapse === undefined || lapse.state === "near" ? `officer.task.kind.${kind}` : `officer.task.lapse.${lapse.state}`;

/** Of a protection that ends, or has ended: whom to call, until when it can be saved, what is lost, and what one payment saves. */
function lapseLines(task: TaskCase): Text[] {
  const { lapse, standBy } = task;
  if (lapse?.state === "ended") return [...calledLines(task), ...(lapse.toPay ? toPayLines(lapse.toPay) : [])];
  if (lapse?.state === "unbegun") {
    const late = say("officer.task.lapse.unbegun.late", { count: lapse.latePeriods });
    return [...calledLines(task), late, ...(lapse.toPay ? toPayLines(lapse.toPay) : [])];
  }
  if (lapse?.state !== "near" && lapse?.state !== "counting") return [];
  const { latePeriods: count, lastDay: day } = lapse;
  return [
    ...calledLines(task),
    say("officer.task.lapse.late", { count, day }),
    ...(lapse.state === "near" ? toPayLines(lapse) : []),
    say("officer.task.lapse.lost"),
    say("officer.task.lapse.saves"),
    ...(standBy === undefined ? [] : [say(`officer.task.stand-by.${standBy}`)]),
  ];
}

/** Whom to call, or why that is not told and how to reach somebody all the same. */
const calledLines = ({ person, isUnreadable, isOutsideArea }: TaskCase): Text[] => [
  ...(isUnreadable ? [say("officer.task.unreadable")] : []),
  ...(isOutsideArea ? [say("officer.task.outside-area")] : []),
  ...(person === undefined ? [] : personLines(person)),
];

const toPayLines = ({ period, amount, credit, isRefused }: MonthToPay): Text[] => [
  credit === undefined
    ? say("officer.task.lapse.pay", { period, amount })
    : say("officer.task.lapse.pay.less-credit", { period, amount, credit }),
  ...(isRefused ? [say("officer.task.lapse.refused")] : []),
];

const personLines = ({ name, phone }: Pick<WorkerCase, "name" | "phone">): Text[] => [
  say("officer.case.name", { name }),
  say("officer.case.phone", { phone: phone ? localPhone(phone) : say("register.no-phone") }),
];

/** How far the papers are, and what is missing. */
function careTexts({ done, missing, photos }: CareView): Text[] {
  return [
    say("officer.task.papers", { done: done.length, left: missing.length, photos: photos.length }),
    ...(missing.length > 0
      ? [stacked(missing.map((item) => say("officer.task.paper", { item: say(`papers.item.${item}`) })))]
      : []),
  ];
}

/** The morning's figures in five lines. */
export function countsTexts({ toVerify, proofsWaiting, tasksOpen, workers, today }: OfficerCounts): Text[] {
  return [
    stacked([
      say("officer.counts.to-verify", { count: toVerify }),
      say("officer.counts.proofs", { count: proofsWaiting }),
      say("officer.counts.tasks", { count: tasksOpen }),
      say("officer.counts.workers", {
        active: workers.active ?? 0,
        waiting: (workers.verified ?? 0) + (workers.registered ?? 0),
        inactive: workers.inactive ?? 0,
      }),
      say("officer.counts.today", {
        verified: today["verify-worker"] ?? 0,
        rejected: today["reject-worker"] ?? 0,
        kpj: today["record-kpj"] ?? 0,
        proofs: (today["confirm-proof"] ?? 0) + (today["reject-proof"] ?? 0),
        tasks: today["answer-task"] ?? 0,
      }),
    ]),
  ];
}
