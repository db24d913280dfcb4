import { type ProofReason, proofReasons } from "../../domain/payment/proof";
import type { RegistrationNumber } from "../../domain/shared/registration-number";
import { ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { Kpj } from "../../domain/worker/kpj";
import { type RejectionReason, rejectionReasons } from "../../domain/worker/worker";
import type { ProofCase, TaskCase } from "../../operations/catalog-views";
import { readChoice } from "../answers/choice";
import { readFreeText } from "../answers/free-text";
import { normalize } from "../answers/normalize";
import type { ActContext, Bubble, FlowContext, Given, Input, Option } from "../flow";
import { fromText, oneOf } from "./common";
import { countsLess, proofCaseTexts, taskCaseTexts, workerCaseTexts } from "./officer-cases";
import type { QuestionWork } from "./officer-questions";
import type { TakeBackWork } from "./officer-take-back";

/** What an officer can open from the menu. */
export type Desk =
  | "verify"
  | "proofs"
  | "tasks"
  | "kpj"
  | "counts"
  | "calls"
  | "leave"
  | "facts"
  | "questions"
  | "offices"
  | "take-back";

/** What an officer has before her. Only ids and numbers are kept: what is shown is looked up each time. */
export interface OfficerWork extends QuestionWork, TakeBackWork {
  desk: Desk;
  case: { readonly workerId: string; readonly revision: number; readonly number: string };
  verdict: "accept" | "reject" | "skip" | "menu";
  reason: RejectionReason;
  /** A reason that was written where one was to be chosen, and the registration or proof that it is about. */
  ownReason: { readonly of: string; readonly words: string };
  note: string;
  skipWorkers: readonly string[];
  proofId: string;
  /** True where the proof is for the whole bill of an office. */
  isBill: boolean;
  /** When the paper of the proof that was shown took an earlier one's place, in milliseconds; 0 where none did. */
  shownSince: number;
  proofVerdict: "confirm" | "reject" | "skip" | "menu" | "amount";
  billVerdict: "found" | "reject" | "skip" | "menu";
  /** What was really paid, in rupiah. */
  found: number;
  amountCheck: "right" | "again" | "back";
  /** The numbers on the list of a bill that are not paid. */
  billUnpaid: readonly number[];
  proofReason: ProofReason;
  proofNote: string;
  skipProofs: readonly string[];
  task: { readonly taskId: string; readonly canAnswer: boolean; readonly hasPhotos?: boolean };
  photoAt: number;
  photoVerdict: "next" | "back";
  taskVerdict: "answer" | "photos" | "done" | "skip" | "menu";
  taskAnswer: string;
  taskCheck: "send" | "again";
  skipTasks: readonly string[];
  skipCalls: readonly string[];
  kpjWorker: { readonly workerId: string; readonly number: RegistrationNumber };
  kpj: Kpj;
  kpjCheck: "right" | "wrong";
  factId: string;
  /** What is to be done with it, or the id of another fact. */
  factVerdict: string;
  figure: string;
  factValue: string | number;
  factFrom: string;
  factSource: string;
  factUntil: string;
  factCheck: "right" | "wrong";
  skipFacts: readonly string[];
}

type Known = Given<OfficerWork>;
/** What an act step comes back with. */
export interface Done<Id extends string> {
  next: Id;
  set?: Known;
  say?: readonly Text[];
}

/** The longest note and the longest answer that an officer sends, in characters. */
const longest = { note: 200, answer: 800 } as const;
/** Kept in place of a note that was not wanted. */
const noNote = "";

/** In the order of the menu. What came later stands last, so that the numbers officers know stay. */
export const desks: readonly Desk[] = [
  "verify",
  "proofs",
  "tasks",
  "kpj",
  "counts",
  "leave",
  "calls",
  "facts",
  "questions",
  "offices",
  "take-back",
];

const choices = (group: string, values: readonly string[]): Option[] =>
  values.map((value) => ({ value, label: { key: `officer.${group}.${value}` } }));

/** Where nothing waits that was not passed over, what was passed over comes up again next time. */
function nothingLeft(desk: "case" | "proof" | "task", skipped: number): Text[] {
  return [
    skipped > 0 ? { key: `officer.${desk}.only-skipped`, params: { count: skipped } } : { key: `officer.${desk}.none` },
  ];
}

/** The next registration to look at. */
export function nextCase({ skipWorkers = [] }: Known, context: ActContext): Done<"case" | "menu"> {
  const found = context.look("next-to-verify", { skipIds: skipWorkers });
  if (!found) return { next: "menu", set: { skipWorkers: [] }, say: nothingLeft("case", skipWorkers.length) };
  const { workerId, revision, number } = found;
  return { next: "case", set: { case: { workerId, revision, number } } };
}

/** One registration, and what is decided about it. */
export const workerCase = {
  type: "choose",
  key: "verdict",
  prompt: ({ case: current }: Known, context: FlowContext): Text[] => {
    const found = current && context.look("officer-worker", { number: current.number });
    return found ? workerCaseTexts(found) : [{ key: "officer.case.gone" }];
  },
  options: () =>
    [
      { value: "accept", next: "accept" as const },
      { value: "reject", next: "reason" as const },
      { value: "skip", next: "skipCase" as const },
      { value: "menu", next: "menu" as const },
    ].map((option) => ({ ...option, label: { key: `officer.case.${option.value}` } })),
  why: { key: "officer.case.why" },
} as const;

const caseOf = ({ case: current }: Known) => current ?? missing("a registration");

function missing(what: string): never {
  throw new Error(`an officer decides about ${what} that was never shown`);
}

/** Passes a registration over for now. */
export function skipCase(given: Known): Done<"nextCase"> {
  return { next: "nextCase", set: { skipWorkers: [...(given.skipWorkers ?? []), caseOf(given).workerId] } };
}

/** Accepts the registration as it was shown: one that has changed since is shown again. */
export function accept(given: Known, context: ActContext): Done<"menu"> {
  const { workerId, revision, number } = caseOf(given);
  const outcome = context.perform("verify-worker", { workerId, revision });
  return { next: "menu", say: [{ key: `officer.accepted.${outcome}`, params: { number } }] };
}

/** Why a registration is refused; the words are those that the worker is told. */
export const reason = {
  type: "choose",
  key: "reason",
  prompt: () => [{ key: "officer.reason" }],
  options: () => choices("reject-reason", rejectionReasons),
  ownWords: (typed: string, given: Known) => ownReason(typed, "reason", given.case?.workerId),
  why: { key: "officer.note-why" },
  help: { key: "officer.reason-help" },
} as const;

const withoutNote: Option = {
  value: "none",
  label: { key: "officer.note.none" },
  synonyms: ["tidak", "tidak ada", "tanpa", "tanpa catatan", "kosong", "gak ada", "ora", "no", "none", "-"],
};

const asWritten: Option = {
  value: "send",
  label: { key: "officer.note.send" },
  synonyms: ["1", "ya", "iya", "benar", "betul", "sampaikan", "yes", "send"],
};

/** Whoever writes the reason at once means another than those of the list; it is shown once more before it is sent. */
function ownReason(typed: string, key: "reason" | "proofReason", of = ""): Known | undefined {
  const read = readFreeText(typed, { least: 3, most: longest.note });
  if (!read.ok || !/\p{L}{3}/u.test(typed)) return undefined;
  return { [key]: "other", ownReason: { of, words: read.value } };
}

const writtenFor = ({ ownReason: own }: Known, of: string | undefined): string | undefined =>
  own?.of === of ? own?.words : undefined;

/** "Another reason" says nothing by itself: there a note has to be written, unless it was. */
function notePrompt(because: string | undefined, written: string | undefined): Bubble {
  if (because !== "other") return { texts: [{ key: "officer.note" }], options: [withoutNote] };
  if (written === undefined) return { texts: [{ key: "officer.note-needed" }] };
  return { texts: [{ key: "officer.note-written", params: { words: written } }], options: [asWritten] };
}

function readNote(input: Input, because: string | undefined, written: string | undefined): Result<string, Text> {
  const isNeeded = because === "other";
  if (input.type === "option") return ok(isNeeded ? (written ?? noNote) : noNote);
  return fromText(input, (typed) => {
    // Word for word: "sampaikan ke Pak RT" is another note.
    if (isNeeded && written !== undefined && asWritten.synonyms?.includes(normalize(typed))) return ok(written);
    const { value, synonyms = [] } = withoutNote;
    if (!isNeeded && readChoice(typed, [{ value, label: "", synonyms }]).ok) return ok(noNote);
    return readFreeText(typed, { least: 3, most: longest.note });
  });
}

/** A note for the worker, which may be left out. */
export const note = {
  type: "ask",
  key: "note",
  prompt: (given: Known) => notePrompt(given.reason, writtenFor(given, given.case?.workerId)),
  read: (input: Input, given: Known) => readNote(input, given.reason, writtenFor(given, given.case?.workerId)),
  why: { key: "officer.note-why" },
} as const;

/** Refuses the registration as it was shown. */
export function reject(given: Known, context: ActContext): Done<"menu"> {
  const { workerId, revision, number } = caseOf(given);
  const outcome = context.perform("reject-worker", {
    workerId,
    revision,
    reason: oneOf(given.reason, rejectionReasons, "other"),
    ...(given.note ? { note: given.note } : {}),
  });
  return { next: "menu", say: [{ key: `officer.rejected.${outcome}`, params: { number } }] };
}

/** The next proof to look at. */
export function nextProof({ skipProofs = [] }: Known, context: ActContext): Done<"proof" | "bill" | "menu"> {
  const found = context.look("next-proof", { skipIds: skipProofs });
  if (!found) return { next: "menu", set: { skipProofs: [] }, say: nothingLeft("proof", skipProofs.length) };
  const isBill = found.isBill === true;
  const shown = { proofId: found.proofId, shownSince: found.replacedAt ?? 0 };
  return { next: isBill ? "bill" : "proof", set: { ...shown, isBill, billUnpaid: [] } };
}

/** The proof that was opened, while it is still the one that waits; looked up for this officer each time. */
export function openProof({ proofId, skipProofs = [] }: Known, context: FlowContext): ProofCase | undefined {
  const found = context.look("next-proof", { skipIds: skipProofs });
  return found?.proofId === proofId ? (found ?? undefined) : undefined;
}

/** One proof with its photo or PDF, and what is decided about it. */
export const proof = {
  type: "choose",
  key: "proofVerdict",
  prompt: (given: Known, context: FlowContext): Text[] => {
    const found = openProof(given, context);
    return found ? proofCaseTexts(found, given.skipProofs?.length ?? 0) : [{ key: "officer.proof.gone" }];
  },
  file: (given: Known, context: FlowContext) => {
    const attachmentId = openProof(given, context)?.attachmentId;
    return attachmentId === undefined ? undefined : { attachmentId };
  },
  options: (given: Known, context: FlowContext) =>
    [
      { value: "confirm", next: confirming(openProof(given, context)) },
      { value: "reject", next: "proofReason" as const },
      { value: "skip", next: "skipProof" as const },
      { value: "menu", next: "menu" as const },
      { value: "amount", next: "proofAmount" as const },
    ].map((option) => ({ ...option, label: { key: `officer.proof.${option.value}` } })),
  why: { key: "officer.proof.why" },
} as const;

/** "It is paid" leaves open what was paid where less is counted than the months cost: there the amount is asked for. */
const confirming = (found: ProofCase | undefined) =>
  found !== undefined && countsLess(found) ? ("proofAmount" as const) : ("confirmProof" as const);

/** Passes a proof over for now. */
export function skipProof({ skipProofs = [], proofId }: Known): Done<"nextProof"> {
  return { next: "nextProof", set: { skipProofs: [...skipProofs, proofId ?? missing("a proof")] } };
}

/** Confirms the months of the proof as paid. */
export function confirmProof({ proofId }: Known, context: ActContext): Done<"menu"> {
  const outcome = context.perform("confirm-proof", { proofId: proofId ?? missing("a proof") });
  return { next: "menu", say: [{ key: `officer.proof-confirmed.${outcome}` }] };
}

/** Why a proof is refused; the words are those that the payer is told. */
export const proofReason = {
  type: "choose",
  key: "proofReason",
  prompt: () => [{ key: "officer.proof-reason" }],
  options: () => choices("proof-reason", proofReasons),
  ownWords: (typed: string, given: Known) => ownReason(typed, "proofReason", given.proofId),
  why: { key: "officer.note-why" },
  help: { key: "officer.reason-help" },
} as const;

/** A note for whoever sent the proof, which may be left out. */
export const proofNote = {
  type: "ask",
  key: "proofNote",
  prompt: (given: Known) => notePrompt(given.proofReason, writtenFor(given, given.proofId)),
  read: (input: Input, given: Known) => readNote(input, given.proofReason, writtenFor(given, given.proofId)),
  why: { key: "officer.note-why" },
} as const;

/** Refuses the proof: its months are open again. */
export function rejectProof(given: Known, context: ActContext): Done<"menu"> {
  const outcome = context.perform("reject-proof", {
    proofId: given.proofId ?? missing("a proof"),
    reason: oneOf(given.proofReason, proofReasons, "other"),
    ...(given.proofNote ? { note: given.proofNote } : {}),
  });
  return { next: "menu", say: [{ key: `officer.proof-rejected.${outcome}` }] };
}

/** The next task, whoever is in need first. */
export function nextTask({ skipTasks = [] }: Known, context: ActContext): Done<"task" | "menu"> {
  const found = context.look("next-task", { skipIds: skipTasks });
  if (!found) return { next: "menu", set: { skipTasks: [] }, say: nothingLeft("task", skipTasks.length) };
  return { next: "task", set: { task: taskOf(found) } };
}

const taskOf = ({ taskId, canAnswer, care }: TaskCase): NonNullable<Known["task"]> => ({
  ...{ taskId, canAnswer },
  ...(care !== undefined && care.photos.length > 0 ? { hasPhotos: true } : {}),
});

/** One task; an answer is offered where somebody can be answered. */
export const task = {
  type: "choose",
  key: "taskVerdict",
  prompt: ({ task: current, skipTasks = [] }: Known, context: FlowContext): Text[] => {
    const found = context.look("next-task", { skipIds: skipTasks });
    return found && found.taskId === current?.taskId
      ? taskCaseTexts(found, skipTasks.length)
      : [{ key: "officer.task.gone" }];
  },
  options: ({ task: current }: Known) =>
    [
      ...(current?.canAnswer ? [{ value: "answer", next: "taskAnswer" as const }] : []),
      ...(current?.hasPhotos ? [{ value: "photos", next: "photo" as const }] : []),
      { value: "done", next: "taskDone" as const },
      { value: "skip", next: "skipTask" as const },
      { value: "menu", next: "menu" as const },
    ].map((option) => ({ ...option, label: { key: `officer.task.${option.value}` } })),
  why: { key: "officer.task.why" },
} as const;

const taskIdOf = ({ task: current }: Known): string => current?.taskId ?? missing("a task");

/** Passes a task over for now. */
export function skipTask(given: Known): Done<"nextTask"> {
  return { next: "nextTask", set: { skipTasks: [...(given.skipTasks ?? []), taskIdOf(given)] } };
}

/** The answer in words. */
export const taskAnswer = {
  type: "ask",
  key: "taskAnswer",
  prompt: () => ({ texts: [{ key: "officer.task.answer-ask" }] }),
  read: (input: Input) => fromText(input, (typed) => readFreeText(typed, { most: longest.answer })),
  why: { key: "officer.task.why" },
} as const;

/** What was written, before it goes to a citizen for good. */
export const taskCheck = {
  type: "choose",
  key: "taskCheck",
  prompt: ({ taskAnswer: answer = "" }: Known) => [{ key: "officer.task.check", params: { answer } }],
  why: { key: "officer.task.check-why" },
  options: () => [
    { value: "send", label: { key: "officer.task.send" }, synonyms: ["kirim", "ya", "benar", "yes"] },
    {
      value: "again",
      label: { key: "officer.task.again" },
      synonyms: ["tidak", "salah", "no"],
      next: "taskAnswer" as const,
      forget: ["taskAnswer" as const, "taskCheck" as const],
    },
  ],
} as const;

/** Sends the answer to whoever asked and closes the task. */
export function sendAnswer(given: Known, context: ActContext): Done<"menu"> {
  const answer = given.taskAnswer ?? missing("an answer");
  const outcome = context.perform("answer-task", { taskId: taskIdOf(given), answer });
  return { next: "menu", say: [{ key: `officer.task-answered.${outcome}` }] };
}

/** Closes the task without a word: it was taken care of otherwise. */
export function closeTask(given: Known, context: ActContext): Done<"menu"> {
  const outcome = context.perform("answer-task", { taskId: taskIdOf(given) });
  return { next: "menu", say: [{ key: `officer.task-done.${outcome}` }] };
}
