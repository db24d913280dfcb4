import type { CareItem, CareKind } from "../domain/care/care-case";
import type { ProgrammeSet } from "../domain/contribution/contribution";
import type { Consent, Language } from "../domain/messaging/contact";
import type { LinkCode } from "../domain/messaging/link-code";
import type { ShownFile } from "../domain/messaging/message";
import type { QuestionReason } from "../domain/officer/asked-question";
import type { Suggestion } from "../domain/payment/paper-text";
import type { ProofReason } from "../domain/payment/proof";
import type { ReceiptCode } from "../domain/payment/receipt-code";
import type { IsoDay } from "../domain/shared/calendar";
import type { Nik } from "../domain/shared/nik";
import type { Period } from "../domain/shared/period";
import type { Text } from "../domain/shared/text";
import type { LeaveReason, PauseReason, PaymentRoute, Pledge, RetirementPlan } from "../domain/sponsor/sponsor";
import type { RejectionReason } from "../domain/worker/worker";
import type {
  CallCase,
  Caller,
  CareView,
  DueView,
  linkQuestions,
  linkRefusals,
  OfficerCounts,
  OwnAffairs,
  OwnChat,
  ProofCase,
  QuestionCase,
  QuestionVerdict,
  ReceiptGlimpse,
  ReceiptTakenBack,
  TaskCase,
  WaitingProof,
  WorkerCase,
  WorkerDraft,
  WorkerGlimpse,
} from "./catalog-views";
import type { FactCase, FactFault, FactVerdict } from "./fact-desk";
import type { OfficeEffects, OfficeLookups } from "./office-catalog";
import type { SurplusUse } from "./surplus";
import type { ConfirmedGlimpse, TakeBackCase } from "./take-back-views";

/** Questions to storage that change nothing: name, input, answer. `null` where there is nothing, or nothing for this caller. */
export interface Lookups extends OfficeLookups {
  /** Whether a worker with this NIK exists, and whether this contact registered it. Reveals nothing else. */
  "nik-status": { input: { nik: Nik }; result: "free" | "own" | "own-rejected" | "taken" };
  "worker-by-number": { input: { number: string }; result: WorkerGlimpse | null };
  /** The workers who would be proposed to a sponsor now, longest waiting first. */
  candidates: { input: { wishes: Pledge["wishes"]; count: number }; result: readonly WorkerGlimpse[] };
  "own-affairs": { input: Record<string, never>; result: OwnAffairs };
  /** Every chat of the person, the first one first. */
  "own-chats": { input: Record<string, never>; result: readonly OwnChat[] };
  /** The open cases of an accident or a death that this contact told of, newest first. */
  "own-cares": { input: Record<string, never>; result: readonly CareView[] };
  /** What a receipt of ours says, by its check code: for anybody, so it names nobody. */
  receipt: { input: { code: ReceiptCode }; result: ReceiptGlimpse | ReceiptTakenBack | null };
  /** What the words of an own PDF seem to say. */
  "paper-suggestion": { input: { attachmentId: string }; result: Suggestion };
  /** Due items that this contact may report as paid: open or overdue. */
  "reportable-dues": { input: Record<string, never>; result: readonly DueView[] };
  /** Unpaid due items of this contact's workers which a sponsor is to pay: she may have paid one herself already. */
  "sponsored-dues": { input: Record<string, never>; result: readonly DueView[] };
  /**
   * So many months (1, 3, 6 or 12) of whoever pays for herself, from the first of the chosen ones on, as they are or would
   * be opened; empty where the chosen ones are not her own to pay.
   */
  "months-ahead": { input: { dueItemIds: readonly string[]; count: number }; result: readonly DueView[] };
  /** Of whoever of this contact pays for herself and has no month to pay now: the one that opens next. */
  "months-to-open": { input: Record<string, never>; result: readonly DueView[] };
  /** The own proofs that wait for an officer, the latest first. */
  "waiting-proofs": { input: Record<string, never>; result: readonly WaitingProof[] };
  "next-to-verify": { input: { skipIds: readonly string[] }; result: WorkerCase | null };
  "next-proof": { input: { skipIds: readonly string[] }; result: ProofCase | null };
  /**
   * The latest confirmed proofs of a worker, by registration number, or the one of a receipt: those of which the officer may take
   * the confirmation back.
   */
  "confirmed-proofs": {
    input: { number?: string; code?: ReceiptCode };
    result: readonly ConfirmedGlimpse[];
  };
  /** What one of them was confirmed for, and what would come of taking it back. */
  "take-back-case": { input: { proofId: string }; result: TakeBackCase | null };
  "next-task": { input: { skipIds: readonly string[] }; result: TaskCase | null };
  "officer-counts": { input: Record<string, never>; result: OfficerCounts | null };
  /** How many people of the officer's area no chat reaches, at most `mostCallsCounted` and one; null for anybody else. */
  "calls-waiting": { input: Record<string, never>; result: number | null };
  /** Where a surplus would lie if a proof were confirmed over an amount, in rupiah; only for an officer who may confirm it. */
  "surplus-use": { input: { proofId: string; amount: number }; result: SurplusUse | null };
  /** A worker in the officer's area by registration number, to record the KPJ. */
  "officer-worker": { input: { number: string }; result: WorkerCase | null };
  /** The next fact that somebody should look at; only admins are given any. */
  "next-fact": { input: { skipIds: readonly string[] }; result: FactCase | null };
  /** The question asked most often that the answers did not settle; only for officers. */
  "next-question": { input: { skipIds: readonly string[] }; result: QuestionCase | null };
  /** Whether a text has a sentence of the messages in it that we send unasked. */
  "is-our-wording": { input: { text: string }; result: boolean };
  /** An answer in other words, to a question with identity taken out; null where the plain one is to be said. */
  rephrased: { input: { question: string; texts: readonly Text[] }; result: string | null };
  "fact-case": { input: { factId: string }; result: FactCase | null };
}

/** Acts that change the house; each is done once for its effect id, and done again gives the same outcome. */
export interface Effects extends OfficeEffects {
  "record-consent": { input: Consent; outcome: "done" };
  "set-language": { input: { language: Language }; outcome: "done" };
  /** STOP and its way back: nothing unsolicited is sent from now on. */
  "opt-out": { input: { on: boolean }; outcome: "done" };
  /** JEDA/LANJUT for reminders; `until: null` resumes. */
  "pause-reminders": { input: { until: number | null }; outcome: "done" };
  "set-blocked": { input: { blocked: boolean }; outcome: "done" };
  /** Gives a code by which another chat of the same person is linked: for 10 minutes, once, in place of an older one. */
  "open-link-code": { input: Record<string, never>; outcome: { code: LinkCode } };
  /**
   * Makes this chat a further chat of the person whose code it is; what was registered here goes along. `ask`: only after a
   * yes (`agreed`), for whoever owns that person's chats sees what is written here; and for these reasons.
   */
  "link-chat": {
    input: { code: string; agreed: boolean };
    outcome:
      | { status: "linked" }
      | { status: "ask"; because: readonly (typeof linkQuestions)[number][] }
      | { status: "refused"; because: (typeof linkRefusals)[number] };
  };
  /** A further chat stands alone again, with nothing of the person's in it. */
  "let-go-chat": { input: { chatId: string }; outcome: "done" | "not-allowed" };
  "submit-worker": {
    input: WorkerDraft;
    outcome: { status: "submitted"; number: string; workerId: string } | { status: "already-registered" };
  };
  "withdraw-worker": { input: { workerId: string }; outcome: "done" | "not-allowed" };
  /**
   * Holds workers for a sponsor: `workerId` where one was named, else the longest waiting that fit; what finds nobody waits.
   * Makes the sponsor when the contact is none yet.
   */
  "make-pledges": {
    input: {
      name: string;
      kind: "person" | "office";
      officeName?: string;
      showsName: boolean;
      /** The first day of retirement, where it was told. */
      retiresOn?: IsoDay;
      count: number;
      workerId?: string;
      wishes: Pledge["wishes"];
      programmes: ProgrammeSet;
      startPeriod: Period;
      monthsAhead: number;
      route: PaymentRoute;
    };
    outcome: {
      held: readonly { pledgeId: string; worker: WorkerGlimpse }[];
      waiting: number;
      refused?: "worker-taken" | "not-found";
    };
  };
  /**
   * The sponsor's yes: held becomes active; the worker is told (the name only with consent). What an earlier yes began is
   * neither among the `active` nor `gone`.
   */
  "confirm-pledges": { input: { pledgeIds: readonly string[] }; outcome: { active: number; gone: number } };
  "decline-pledges": { input: { pledgeIds: readonly string[] }; outcome: "done" };
  "change-pledge": {
    input: {
      pledgeId: string;
      change:
        | { type: "pause"; until?: number; reason?: PauseReason }
        | { type: "resume" }
        | { type: "end"; why?: LeaveReason }
        | { type: "months"; monthsAhead: number };
    };
    outcome: "done" | "not-allowed";
  };
  /** The first day of retirement and what is to become of the pledges then; what is left out stays, `null` takes it back. */
  "plan-retirement": {
    input: { retiresOn?: IsoDay | null; plan?: RetirementPlan | null };
    outcome: "done" | "not-allowed";
  };
  /** Whether this sponsor would step in where another is silent: for how many workers at once (1 unless said), whose village first. */
  "set-stand-by": {
    input: { on: false } | { on: true; most?: number; villageId?: string };
    outcome: "done" | "not-allowed";
  };
  /** Reports due items as paid; their reminders stop at once. */
  "report-payment": {
    input: {
      dueItemIds: readonly string[];
      attachmentId?: string;
      contentHash?: string;
      reference?: string;
      text?: string;
    };
    outcome: { status: "reported"; count: number } | { status: "same-proof" } | { status: "nothing-open" };
  };
  /**
   * Puts another paper in the place of what an own proof was sent with, while it waits for an officer. `same-proof`: that paper
   * was sent before; `gone`: an officer has decided.
   */
  "replace-proof": {
    input: { proofId: string; attachmentId?: string; contentHash?: string; reference?: string; text?: string };
    outcome: "done" | "same-proof" | "gone";
  };
  "redeem-officer-code": {
    input: { code: string };
    outcome: { status: "welcome"; name: string } | { status: "unknown-code" } | { status: "already-officer" };
  };
  "verify-worker": {
    input: { workerId: string; revision: number };
    outcome: "done" | "changed-meanwhile" | "not-allowed";
  };
  "reject-worker": {
    input: { workerId: string; revision: number; reason: RejectionReason; note?: string };
    outcome: "done" | "changed-meanwhile" | "not-allowed";
  };
  /** `taken`: another registration that stands has this KPJ, so one of the two was typed wrongly. */
  "record-kpj": { input: { workerId: string; kpj: string }; outcome: "done" | "not-allowed" | "taken" };
  /**
   * `amount`: what was found to be paid (rupiah, more than nothing), where it is not what the months cost. Too little pays
   * the oldest months first, and the rest is owed again; too much is credit for the months after them (F2.26).
   */
  "confirm-proof": { input: { proofId: string; amount?: number }; outcome: "done" | "not-allowed" };
  /** What the caller paid as a sponsor for the months of a year, with a picture where anything was paid; rupiah. */
  "year-report": {
    input: { year: number };
    outcome: {
      months: number;
      people: number;
      total: number;
      /** What is paid already for the months after that year; rupiah. */
      ahead: { readonly months: number; readonly total: number };
      file?: ShownFile;
    };
  };
  /** Whether the caller's own workers may be named on their sponsors' reports; for how many it was noted. */
  "let-be-named": { input: { allowed: boolean }; outcome: { count: number } };
  /** The picture of an own receipt once more. */
  "repeat-receipt": { input: { code: ReceiptCode }; outcome: { file?: ShownFile } };
  /**
   * Takes back a confirmation that was a mistake: the proof is rejected with a reason, its months are owed again, and its surplus
   * is credit no more. `in-use`: months were paid, or are said to be, less that surplus; those have to be put right first.
   */
  "take-back-proof": {
    input: { proofId: string; reason: ProofReason; note?: string };
    outcome: "done" | "in-use" | "not-allowed";
  };
  "reject-proof": { input: { proofId: string; reason: ProofReason; note?: string }; outcome: "done" | "not-allowed" };
  /**
   * Asks for a human being: an emergency calls the officers of the place at once, anything else waits for them. `told` is
   * how many officers can be reached who see it; zero means that nobody hears of it for now.
   */
  "open-task": {
    input: {
      kind: "question" | "emergency" | "data-request";
      text?: string;
      districtCode?: string;
      /** What befell somebody: its papers and deadlines are followed from now on. */
      happened?: CareKind;
    };
    outcome: { told: number };
  };
  /** What is said of an accident or a death: it decides which papers are needed and which deadlines run. */
  "describe-care": {
    input: { careId: string; atWork: boolean; traffic: boolean; happenedAt: number };
    outcome: "done" | "not-allowed";
  };
  "tick-care": {
    input: { careId: string; items: readonly CareItem[]; attachmentId?: string };
    outcome: "done" | "not-allowed";
  };
  "close-care": { input: { careId: string }; outcome: "done" | "not-allowed" };
  "answer-task": { input: { taskId: string; answer?: string }; outcome: "done" | "not-allowed" };
  /**
   * Notes a question that was not answered or whose answer did not help; `text` has identity taken out. `helpful` is only
   * counted.
   */
  "note-question": {
    input: { reason: QuestionReason | "helpful"; text: string; topic?: string };
    outcome: { questionId: string };
  };
  /** Ties a noted question to this contact, who wants an officer's answer; `told` is zero where there is no officer. */
  "want-answer": { input: { questionId: string }; outcome: { told: number } };
  "settle-questions": {
    input: { questionIds: readonly string[]; verdict: QuestionVerdict };
    outcome: "done" | "not-allowed";
  };
  /** Keeps what an admin says of a fact; the answers follow at once, and the tasks about it are done. */
  "mark-fact": { input: { factId: string; verdict: FactVerdict }; outcome: "done" | "not-allowed" | FactFault };
  /** Shows an officer the next people of her area to be called, with their numbers: that it was seen is written down. */
  "open-call-list": {
    input: { skipIds: readonly string[] };
    outcome: { calls: readonly CallCase[]; waiting: number };
  };
  /** Corrects one's own data; of a verified worker an officer is asked to look again. */
  "correct-data": {
    input: { workerId: string; field: "name" | "phone"; value: string };
    outcome: "done" | "not-allowed";
  };
  /** F10.08: stops processing; pledges end, registrations are withdrawn, reminders dropped. */
  "withdraw-consent": { input: { textVersion: number; messageId: string }; outcome: "done" };
  /** F10.12: removes what may be removed and says what must stay and why. */
  "delete-data": {
    input: Record<string, never>;
    outcome: { removed: boolean; kept: readonly ("open-dues" | "registered-at-bpjs" | "audit")[] };
  };
}

/** Answers a lookup. */
export type LookUp = <N extends keyof Lookups>(
  name: N,
  input: Lookups[N]["input"],
  caller: Caller,
) => Promise<Lookups[N]["result"]>;
/** Does an effect once for its id. */
export type Perform = <N extends keyof Effects>(
  name: N,
  input: Effects[N]["input"],
  caller: Caller & { readonly effectId: string },
) => Promise<Effects[N]["outcome"]>;
