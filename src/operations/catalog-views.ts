import type { CareItem, CareKind } from "../domain/care/care-case";
import type { ProgrammeSet } from "../domain/contribution/contribution";
import type { DueItem, Protection } from "../domain/contribution/due-item";
import type { Restoring } from "../domain/contribution/lapse";
import type { LateMonth, Standing } from "../domain/contribution/standing";
import type { ChannelName, Contact } from "../domain/messaging/contact";
import type { QuestionReason } from "../domain/officer/asked-question";
import type { Officer } from "../domain/officer/officer";
import type { Suggestion } from "../domain/payment/paper-text";
import type { ProofReason, Resemblance } from "../domain/payment/proof";
import type { IsoDay } from "../domain/shared/calendar";
import type { Nik } from "../domain/shared/nik";
import type { Period } from "../domain/shared/period";
import type { PhoneNumber } from "../domain/shared/phone";
import type { Text } from "../domain/shared/text";
import type { PaymentRoute, PledgeStatus, RetirementPlan } from "../domain/sponsor/sponsor";
import type { RejectionReason, Worker, WorkerStatus } from "../domain/worker/worker";
import type { NextPayment } from "./next-payment";

/** Where somebody lives and what the work is. */
export type HomeAndWork = Pick<Worker, "districtCode" | "villageId" | "occupationId" | "occupationText">;

/** What is said at a registration, and what an officer decides it by. */
interface Registration
  extends HomeAndWork,
    Pick<Worker, "secondOccupation" | "income" | "programmes" | "payer" | "warnings"> {
  readonly nik: Nik;
  readonly name: string;
  readonly bornOn: IsoDay;
  readonly sex: "female" | "male";
  readonly phone?: PhoneNumber;
  readonly relation: "self" | "helper";
  readonly consentNote?: string;
}

/** What a registration asks for; the whole of it is saved in one act. */
export interface WorkerDraft
  extends Registration,
    Pick<Worker, "sector" | "base" | "funding" | "sharesNikWithSponsor"> {
  /** Set when an own registration that was rejected is mended. */
  readonly mends?: string;
}

/** What anybody with the number may see of a worker: first name, village, occupation. Nothing else. */
export interface WorkerGlimpse extends HomeAndWork, Pick<Worker, "sector" | "base" | "funding"> {
  readonly workerId: string;
  readonly number: string;
  readonly firstName: string;
  readonly seeksSponsor: boolean;
  readonly isVerified: boolean;
}

/** One month of one worker, as its payer sees it. */
export interface DueView {
  readonly dueItemId: string;
  readonly workerId: string;
  readonly firstName: string;
  readonly villageId: string;
  readonly period: Period;
  readonly amount: number;
  readonly dueDay: IsoDay;
  readonly status: DueItem["status"];
  /** Where the last proof of it did not hold, among what the caller may report again and of her own workers; why, where that proof was the caller's. */
  readonly refusal?: { readonly reason?: ProofReason };
  /** True where the caller's office is to pay it. */
  readonly isOfOffice?: true;
  /** True where the worker is to pay it, not a sponsor. */
  readonly isWorkers?: true;
  /** What earlier overpayment covers of a month that is owed, in rupiah: the amount is without it. */
  readonly credit?: number;
  /** True where the worker's protection has ended. */
  readonly hasLapsed?: true;
}

/** A worker as the contact that registered her sees it. */
export interface OwnWorker extends HomeAndWork, Pick<Worker, "programmes" | "payer" | "base"> {
  readonly workerId: string;
  readonly number: string;
  readonly name: string;
  readonly relation: "self" | "helper";
  readonly status: WorkerStatus;
  readonly rejection?: { readonly reason: RejectionReason; readonly note?: string };
  /** Whether a sponsor pays, and the name where the sponsor agreed to be named. */
  readonly sponsor?: { readonly name?: string; readonly status: PledgeStatus; readonly pausedUntil?: number };
  /** The months that count as paid in a row up to now, and the end of the last confirmed month. */
  readonly monthsInRow: number;
  readonly protectedUntil?: IsoDay;
  readonly protection: Protection["status"];
  readonly dues: readonly DueView[];
  /** What was paid too much and lies on no month yet, in rupiah. */
  readonly credit?: number;
}

/** A pledge as its sponsor sees it. */
export interface OwnPledge {
  readonly pledgeId: string;
  /** When it was made. Milliseconds. */
  readonly createdAt: number;
  readonly status: PledgeStatus;
  readonly programmes: ProgrammeSet;
  readonly startPeriod: Period;
  readonly monthsAhead: number;
  readonly route: PaymentRoute;
  readonly worker?: WorkerGlimpse;
  /** Shown only for direct payment and only where the worker agreed. */
  readonly nik?: Nik;
  readonly pausedUntil?: number;
  readonly heldSince?: number;
  readonly heldUntil?: number;
  /** Where she is asked to step in: the month whose payment averts the end of protection, its price and its last day. */
  readonly standBy?: LateMonth & { readonly lastDay: IsoDay };
  /** The first month that is neither paid nor said to be paid, and can still be paid in time. */
  readonly nextPeriod: Period;
  /** What is to be paid next, from that month on; none where nothing is, or no worker has been found. */
  readonly next?: NextPayment;
  /** What of the worker's months is paid; the late ones are those that this sponsor was to pay. */
  readonly standing: Standing;
  /** What was paid under it so far: months, and rupiah. */
  readonly given: { readonly months: number; readonly total: number };
  readonly dues: readonly DueView[];
  /** True where the worker's protection has ended, and what lets it run again, whoever pays it. */
  readonly hasLapsed?: true;
  readonly restoring?: Restoring;
  /** What was paid too much for the worker and lies on no month yet, in rupiah; only of a pledge that has begun. */
  readonly credit?: number;
}

/** Everything that concerns a contact itself. */
export interface OwnAffairs {
  readonly workers: readonly OwnWorker[];
  readonly sponsor?: {
    readonly name: string;
    readonly kind: "person" | "office";
    readonly officeName?: string;
    readonly retiresOn?: IsoDay;
    readonly retirementPlan?: RetirementPlan;
    /** For how many workers at once she would step in, and whose village comes first. */
    readonly standsBy?: { readonly most: number; readonly villageId?: string };
    /** What counts as paid by her, for whomever: months, rupiah, and the last month. None where nothing does. */
    readonly given?: { readonly months: number; readonly total: number; readonly lastPeriod: Period };
    /** True where a month of somebody whom she helps is long late: until it is paid nobody else is sought for her. */
    readonly isSilent?: true;
    /** What is said to be paid under pledges that have ended, and waits for an officer. */
    readonly waiting?: readonly DueView[];
  };
  readonly pledges: readonly OwnPledge[];
  readonly officer?: {
    readonly id: string;
    readonly name: string;
    readonly role: Officer["role"];
    readonly area: Officer["area"];
  };
  readonly proofs: readonly {
    readonly status: "waiting" | "confirmed" | "rejected";
    readonly createdAt: number;
    readonly reason?: ProofReason;
  }[];
}

/** A case that an officer has to look at: only officers are given it. */
export interface WorkerCase extends Registration {
  readonly workerId: string;
  readonly revision: number;
  readonly number: string;
  /** Other workers with a similar name and the same birth day or village: number and village only. */
  readonly similar: readonly { readonly number: string; readonly villageId: string }[];
  readonly waiting: number;
}

/** An own proof that waits for an officer, with the months that are said to be paid with it. */
export interface WaitingProof {
  readonly proofId: string;
  /** True for the bill of an office, which takes no words for a proof. */
  readonly isBill?: true;
  readonly dues: readonly DueView[];
}

/** A proof that an officer has to look at. */
export interface ProofCase {
  readonly proofId: string;
  /** True for the bill of an office, which is confirmed against its control total. */
  readonly isBill?: true;
  readonly reference?: string;
  readonly text?: string;
  readonly suggestion?: Suggestion;
  readonly attachmentId?: string;
  /** When its sender put this paper in the place of an earlier one (milliseconds). */
  readonly replacedAt?: number;
  /** When an earlier proof was sent that seems to be of the same receipt, and by what but the picture. */
  readonly resemblesAt?: number;
  readonly resemblesBy?: NonNullable<Resemblance["by"]>;
  /** When and why the confirmation of that earlier one was taken back. */
  readonly resemblesTakenBack?: { readonly at: number; readonly reason: ProofReason };
  /** Its months, each with what is still owed for it under this proof, in rupiah. */
  readonly dues: readonly (DueView & { readonly nik: Nik; readonly kpj?: string })[];
  /** What is owed under this proof in all, in rupiah. */
  readonly total: number;
  /** True where a month of it is reported with another proof. */
  readonly waitsElsewhere?: true;
  /** True where a month of it is paid already, or not asked for any more. */
  readonly hasSettled?: true;
  readonly waiting: number;
}

/** What anybody may know of a receipt: nothing of whom it is for. */
export interface ReceiptGlimpse {
  /** The months that count as paid to this day, and for how many people each; oldest first. */
  readonly months: readonly { readonly period: Period; readonly count: number }[];
  /** What an officer found to be paid, in rupiah. */
  readonly amount: number;
  readonly checkedOn: IsoDay;
  readonly checkedBy: Text;
  /** Whether the caller sent the proof, and may have the picture again. */
  readonly isOwn: boolean;
}

/** All that anybody may know of a receipt whose confirmation was taken back. */
export interface ReceiptTakenBack {
  readonly takenBackOn: IsoDay;
}

/** Somebody whom no chat reaches any more, to be called by telephone. */
export interface CallCase {
  /** The registration's id, or the sponsor's. */
  readonly id: string;
  readonly who: "worker" | "sponsor";
  /** The registration, of a sponsor one that is paid for. */
  readonly number: string;
  readonly name: string;
  readonly phone?: PhoneNumber;
  readonly districtCode: string;
  readonly villageId: string;
  /** Why the chat used last does not work, and since when (milliseconds). */
  readonly reason: "blocked" | "undeliverable";
  readonly since: number;
  /** The months that wait to be paid by this person, oldest first; rupiah. */
  readonly dues: readonly { readonly period: Period; readonly amount: number }[];
}

/** How many people to be called are counted; where there are more, that is all that is said of their number. */
export const mostCallsCounted = 200;

/** What an officer wants to know in the morning. */
export interface OfficerCounts {
  readonly toVerify: number;
  readonly proofsWaiting: number;
  readonly tasksOpen: number;
  /** Questions that the answers did not settle, those that ask the same counted once. */
  readonly questionsOpen: number;
  readonly workers: Readonly<Partial<Record<WorkerStatus, number>>>;
  readonly today: Readonly<Record<string, number>>;
}

/** How far the papers of an accident or a death are. */
export interface CareView {
  readonly careId: string;
  readonly kind: CareKind;
  readonly atWork?: boolean;
  readonly traffic?: boolean;
  /** Milliseconds. */
  readonly happenedAt: number;
  readonly done: readonly CareItem[];
  readonly missing: readonly CareItem[];
  /** All is together that everybody needs. */
  readonly isComplete: boolean;
  /** The photos that were sent, oldest first. */
  readonly photos: readonly string[];
}

/** A task with the words of who asked. */
export interface TaskCase {
  /** How far the papers are, where it is about an accident or a death. */
  readonly care?: CareView;
  readonly taskId: string;
  readonly kind: string;
  readonly text?: string;
  /** The registration that it is about, where it is about one. */
  readonly number?: string;
  /** True where the registration or its person cannot be read: no name is known then. */
  readonly isUnreadable?: boolean;
  /** Whom to call, where the officer may see the registration. */
  readonly person?: { readonly name: string; readonly phone?: PhoneNumber };
  /** True where somebody is to be called whose registration the officer may not see. */
  readonly isOutsideArea?: boolean;
  /** What became of the protection that was about to end. */
  readonly lapse?: LapseView;
  /** Of a protection that is about to end: whether a stand-by sponsor is being asked, or has taken over and not paid yet. */
  readonly standBy?: "asked" | "took-over" | "nobody";
  readonly createdAt: number;
  readonly canAnswer: boolean;
  readonly waiting: number;
}

/** The month that one payment is for. */
export interface MonthToPay {
  readonly period: Period;
  /** In rupiah. */
  readonly amount: number;
  /** By how many rupiah it is less because something was paid too much; missing where nothing was. */
  readonly credit?: number;
  /** True where a proof of one of the unpaid months was rejected: it may be paid all the same. */
  readonly isRefused?: true;
}

/**
 * A protection that an officer is asked to save: `near` its end, with the month that one payment is for; `counting` where that
 * month is asked of nobody, and those before it are unpaid all the same; `reported` where one is said to be paid and nobody has
 * looked yet; `ended`; `unbegun` or `unbegun-reported` where nothing was ever paid; `averted` where nothing is left to save; `gone` where its worker has withdrawn or died.
 */
export type LapseView =
  | ({
      readonly state: "near";
      /** How many months are late. */
      readonly latePeriods: number;
      readonly lastDay: IsoDay;
    } & MonthToPay)
  | {
      readonly state: "counting";
      /** How many months are late. */
      readonly latePeriods: number;
      readonly lastDay: IsoDay;
    }
  /** The present month, with which it can run again; missing where it is not open. */
  | { readonly state: "ended"; readonly toPay?: MonthToPay }
  | {
      readonly state: "unbegun";
      /** How many months are late. */
      readonly latePeriods: number;
      readonly toPay?: MonthToPay;
    }
  | { readonly state: "reported" | "unbegun-reported" | "averted" | "gone" };

/** A question that the answers did not settle, with all who asked the same; nothing in it tells who they are. */
export interface QuestionCase {
  readonly questionIds: readonly string[];
  readonly reason: QuestionReason;
  /** The topic whose answer did not help. */
  readonly topic?: string;
  /** In the words in which it was asked, identity taken out. */
  readonly wordings: readonly string[];
  readonly asked: number;
  /** How many of those who asked want an officer's answer. */
  readonly wanting: number;
  /** When it was asked first. Milliseconds. */
  readonly since: number;
  /** How many matters wait, this one included. */
  readonly waiting: number;
  /** What an officer has proposed as the answer to the same question. */
  readonly draft?: string;
}

/** What an officer says of a question: the answer, whom it goes to, and, where it is to become a topic, what it rests on. */
export type QuestionVerdict =
  | { readonly kind: "out-of-scope" }
  | { readonly kind: "answered"; readonly answer: string; readonly toAskers: boolean; readonly basis?: string };

/** One of the chats of a person. */
export interface OwnChat {
  readonly chatId: string;
  readonly channel: ChannelName;
  /** When somebody last wrote in it (milliseconds), where that is known. */
  readonly usedAt?: number;
  /** True for the one that is being written in. */
  readonly isThis: boolean;
  /** True for the one that the others were linked to: it cannot be let go. */
  readonly isFirst: boolean;
}

/** What is said before a chat is linked that holds something already, or in which something was refused. */
export const linkQuestions = ["registrations", "sponsor", "declined", "stopped"] as const;
/** Why a chat is not linked. */
export const linkRefusals = [
  "unknown-code",
  "too-many",
  "same-chat",
  "already-linked",
  "has-chats",
  "officer",
  "two-sponsors",
] as const;

/** Who asks: every lookup and effect is done on behalf of a contact, and refuses what is not that contact's to see or do. */
export interface Caller {
  readonly contact: Contact;
  /** Milliseconds. */
  readonly now: number;
}
